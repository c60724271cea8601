/* Assesses an inquiry document with libburin and prints the assessment:
 *   cc assess.c $(pkg-config --cflags --libs burin) -o assess && ./assess < inquiry.json */
#include <stdio.h>
#include <stdlib.h>

#include <burin/burin.h>

int main(int argc, char **argv)
{
    static char inquiry[1024 * 1024];
    size_t length = fread(inquiry, 1, sizeof inquiry, stdin);
    struct burin_error error;
    struct burin *store;
    struct burin_text assessment;
    if (burin_open(argc > 1 ? argv[1] : NULL, &store, &error) < 0) {
        fprintf(stderr, "assess: %s\n", error.message);
        return EXIT_FAILURE;
    }
    int rc = burin_assess(store, inquiry, length, &assessment, &error);
    if (rc < 0) {
        fprintf(stderr, "assess: %s\n", error.message);
    } else {
        puts(assessment.bytes);
        burin_text_free(&assessment);
    }
    burin_close(store);
    return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
