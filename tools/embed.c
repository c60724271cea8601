/* Builds files into the program: `embed OUT.c [-n NAME HEADER] [-d OUT.d] ROOT=PATH…` writes a C file whose assembler includes
 * the bytes and whose table, sorted by path, is NAME_files of HEADER: that of shop/builtin.h, where none is named.
 *
 * PATH is a file, which gets the path ROOT, or a folder, whose files get ROOT/…; hidden files and back-ups (*~) are left
 * out. With -d the files and folders looked at are written as a dependency file, so that a new template is noticed. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MOST = 10000, DEPTH_MOST = 16 };

struct embedded {
    char *path;   /* in the program */
    char *source; /* on the disk, absolute */
    long long size;
};

struct embedding {
    struct embedded files[FILES_MOST];
    size_t count;
    FILE *dependencies; /* or NULL */
    const char *name, *header;
};

static void die(const char *what, const char *path)
{
    fprintf(stderr, "embed: %s %s%s%s\n", what, path, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(1);
}

static char *join(const char *folder, const char *name)
{
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0) die("no memory for", name);
    return path;
}

/* Paths go into string literals and assembler: nothing that would need escaping is taken. */
static void check_name(const char *path)
{
    errno = 0;
    if (strpbrk(path, "\"\\\n$% ")) die("odd character in the name", path);
}

static void depend(struct embedding *embedding, const char *path)
{
    if (embedding->dependencies) fprintf(embedding->dependencies, " %s", path);
}

static void add_file(struct embedding *embedding, const char *path, const char *source, long long size)
{
    if (embedding->count == FILES_MOST) die("too many files at", source);
    struct embedded *file = &embedding->files[embedding->count++];
    file->path = strdup(path);
    file->source = realpath(source, NULL);
    file->size = size;
    if (!file->path || !file->source) die("cannot find", source);
    check_name(file->path);
    check_name(file->source);
    depend(embedding, file->source);
}

static void add(struct embedding *embedding, const char *path, const char *source, int depth);

static void add_folder(struct embedding *embedding, const char *path, const char *source, int depth)
{
    struct dirent **entries;
    int count = depth <= DEPTH_MOST ? scandir(source, &entries, NULL, alphasort) : -1;
    if (count < 0) die("cannot read the folder", source);
    depend(embedding, source);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        size_t len = strlen(name);
        if (name[0] != '.' && name[len - 1] != '~') {
            char *inner = join(path, name), *outer = join(source, name);
            add(embedding, inner, outer, depth + 1);
            free(inner);
            free(outer);
        }
        free(entries[i]);
    }
    free(entries);
}

static void add(struct embedding *embedding, const char *path, const char *source, int depth)
{
    struct stat about;
    if (stat(source, &about) < 0) die("cannot find", source);
    if (S_ISDIR(about.st_mode))
        add_folder(embedding, path, source, depth);
    else
        add_file(embedding, path, source, (long long)about.st_size);
}

static int by_path(const void *a, const void *b)
{
    const struct embedded *left = a, *right = b;
    return strcmp(left->path, right->path);
}

static void write_bytes(FILE *out, const char *name, size_t index, const struct embedded *file)
{
    fprintf(out, "extern const char %s_bytes_%zu[] __attribute__((visibility(\"hidden\")));\n", name, index);
    fprintf(out,
            "__asm__(\".section .rodata\\n\"\n"
            "        \".balign 8\\n\"\n"
            "        \".globl %s_bytes_%zu\\n\"\n"
            "        \".hidden %s_bytes_%zu\\n\"\n"
            "        \"%s_bytes_%zu:\\n\"\n"
            "        \".incbin \\\"%s\\\", 0, %lld\\n\"\n"
            "        \".byte 0\\n\"\n"
            "        \".previous\\n\");\n",
            name, index, name, index, name, index, file->source, file->size);
}

static void write_table(FILE *out, const struct embedding *embedding)
{
    const char *name = embedding->name;
    fprintf(out, "\nconst struct %s_file %s_files[] = {\n", name, name);
    for (size_t i = 0; i < embedding->count; i++)
        fprintf(out, "    {STR_INIT(\"%s\"), {%s_bytes_%zu, %lld}},\n", embedding->files[i].path, name, i,
                embedding->files[i].size);
    if (embedding->count == 0) fprintf(out, "    {STR_INIT(\"\"), STR_INIT(\"\")},\n");
    fprintf(out, "};\n\nconst size_t %s_file_count = %zu;\n", name, embedding->count);
}

static void write_all(const char *path, struct embedding *embedding)
{
    FILE *out = fopen(path, "w");
    if (!out) die("cannot write", path);
    qsort(embedding->files, embedding->count, sizeof embedding->files[0], by_path);
    fprintf(out, "/* Written by tools/embed.c. */\n#include \"%s\"\n\n", embedding->header);
    for (size_t i = 0; i < embedding->count; i++) {
        if (i && strcmp(embedding->files[i - 1].path, embedding->files[i].path) == 0)
            die("twice the path", embedding->files[i].path);
        write_bytes(out, embedding->name, i, &embedding->files[i]);
    }
    write_table(out, embedding);
    if (ferror(out) || fclose(out) != 0) die("cannot write", path);
}

static void start_dependencies(struct embedding *embedding, const char *path, const char *target)
{
    embedding->dependencies = fopen(path, "w");
    if (!embedding->dependencies) die("cannot write", path);
    fprintf(embedding->dependencies, "%s:", target);
}

int main(int argc, char **argv)
{
    static struct embedding embedding = {.name = "builtin", .header = "shop/builtin.h"};
    int first = 2;
    if (argc > first + 2 && strcmp(argv[first], "-n") == 0) {
        embedding.name = argv[first + 1];
        embedding.header = argv[first + 2];
        first += 3;
    }
    if (argc > first + 1 && strcmp(argv[first], "-d") == 0) {
        start_dependencies(&embedding, argv[first + 1], argv[1]);
        first += 2;
    }
    if (argc <= first) {
        fprintf(stderr, "usage: embed OUT.c [-n NAME HEADER] [-d OUT.d] ROOT=PATH...\n");
        return 2;
    }
    for (int i = first; i < argc; i++) {
        char *equals = strchr(argv[i], '=');
        errno = 0;
        if (!equals) die("ROOT=PATH is expected, not", argv[i]);
        *equals = '\0';
        add(&embedding, argv[i], equals + 1, 0);
    }
    write_all(argv[1], &embedding);
    if (embedding.dependencies &&
        (fputc('\n', embedding.dependencies) == EOF || fclose(embedding.dependencies) != 0))
        die("cannot write the dependencies of", argv[1]);
    return 0;
}
