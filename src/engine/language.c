/* The language of a message: scripts first, then the commonest words of the Latin ones. No statistics are kept,
 * so a short message in English is never called Afrikaans. */
#include "engine/triage.h"
#include "text/utf8.h"

enum {
    WORD_MAX = 24,
    READ_MAX = 4000, /* bytes that decide; more would not change the answer */
    SPANS_MAX = 200,
};

enum latin { EN, DE, FR, ES, IT, NL, PT, PL, SV, DA, TR, LATIN_COUNT };

struct latin_language {
    const char *code;
    const char *words;   /* common words, and those of our trade, each between spaces */
    const char *letters; /* characters that English lacks */
};

/* Words that two of the languages share count for both, and so decide nothing. */
static const struct latin_language latin_languages[LATIN_COUNT] = {
    [EN] = {"en",
            " the and is it my to you i of in for that was with on are have not be this your when where can "
            "please has "
            "do did will what how from but so if me an at we they he she would could still yet order hello "
            "hi thanks "
            "thank hasn't i'm it's don't does am get got want need by been our any no yes change cancel "
            "refund there "
            "ring name just back out up one or as us had all sorry ",
            ""},
    [DE] = {"de",
            " der die das und ist ich nicht mein meine meinen bitte wo wann wie habe hallo guten tag danke "
            "bestellung "
            "auf ein eine einen mit von zu den dem noch wurde wird kann können sie es für aber auch nach bei "
            "im ihr "
            "ihre uns wir war sind haben mir mich wenn oder gravur ring kette geliefert paket lieferung "
            "möchte vielen "
            "gerne sehr geehrte damen herren grüße kommt bin hat ",
            "äöüß"},
    [FR] = {"fr",
            " le la les et est je ne pas mon ma mes vous où quand comment bonjour merci commande sur un une "
            "des avec de "
            "du pour mais aussi dans nous ai été il elle que qui au aux votre svp s'il plaît j'ai n'est "
            "colis livraison "
            "c'est toujours reçu voudrais suis bien cordialement salut ",
            "éèêàùçœîôû"},
    [ES] = {"es",
            " el la los las y es yo no mi mis usted dónde cuándo cómo hola gracias pedido un una con de del "
            "para pero "
            "también en me ha he que quien al su sus por favor buenos días tardes está llegado recibido "
            "quiero estoy "
            "muy lo se donde cuando ",
            "ñáíóú¿¡"},
    [IT] = {"it",
            " il la le gli e è io non mio mia dove quando come ciao grazie ordine un una con di del della "
            "per ma anche "
            "in mi ha ho che chi al vostro vostra buongiorno prego sono arrivato ricevuto spedizione pacco "
            "ancora "
            "vorrei salve ",
            "èàìòù"},
    [NL] = {"nl",
            " de het een en is ik niet mijn waar wanneer hoe hallo bedankt bestelling op met van te voor "
            "maar ook in "
            "wij heb heeft dat die naar uw jullie nog alstublieft graag pakket dank goedemiddag goedendag "
            "ben wil kan ",
            "ëĳ"},
    [PT] = {"pt",
            " o a os as e é eu não meu minha onde quando como olá obrigado obrigada pedido um uma com de do "
            "da para mas "
            "também em me foi que quem ao seu sua por favor bom dia boa tarde está chegou recebi quero "
            "encomenda ",
            "ãõçáéíóú"},
    [PL] = {"pl",
            " i w na nie jest się z do to że moje mój moja gdzie kiedy jak dzień dobry dziękuję zamówienie o "
            "ale też "
            "czy mi mam proszę paczka jeszcze pierścionek chciałbym witam ",
            "ąćęłńśźż"},
    [SV] = {"sv",
            " och är jag inte min mitt mina var när hur hej tack beställning på en ett med av till för men "
            "också i vi "
            "har det som den ni er ännu paket min kan vill skulle ",
            "åäö"},
    [DA] = {"da",
            " og er jeg ikke min mit mine hvor hvornår hvordan hej tak bestilling på en et med af til for "
            "men også i vi "
            "har det som den endnu pakke kan vil ordre ",
            "åæø"},
    [TR] = {"tr",
            " ve bir bu ne için ile siparişim nerede zaman merhaba teşekkürler değil ben var mı mi mu çok "
            "lütfen kargo "
            "sipariş henüz ",
            "ğışçöü"},
};

struct letter_counts {
    size_t han, kana, hangul, cyrillic, ukrainian, arabic, persian, hebrew, greek, thai, devanagari, latin;
    size_t words; /* Latin words */
    size_t frame; /* Chinese characters that carry a sentence's grammar */
    size_t hits[LATIN_COUNT];
};

static bool is_frame_character(rune_t rune)
{
    static const rune_t frame[] = {0x7684, 0x4E86, 0x5417, 0x6211, 0x4F60, 0x60A8, 0x662F, 0x5728, 0x4E0D,
                                   0x80FD, 0x6CA1, 0x6C92, 0x628A, 0x60F3, 0x5C31, 0x8FD8, 0x9084, 0x8BF7,
                                   0x8ACB, 0x5462, 0x5427, 0x88AB, 0x7ED9, 0x7D66, 0x8981, 0x6709, 0x5230,
                                   0x55CE, 0x8FD9, 0x9019, 0x90A3, 0x548C, 0x4E48};
    for (size_t i = 0; i < sizeof frame / sizeof *frame; i++)
        if (frame[i] == rune) return true;
    return false;
}

static void count_letter(struct letter_counts *counts, rune_t rune)
{
    if (rune_is_han(rune)) {
        counts->han++;
        counts->frame += is_frame_character(rune);
    } else if (rune >= 0x3041 && rune <= 0x30FF) {
        counts->kana += rune != 0x30FB && rune != 0x30FC;
    } else if ((rune >= 0xAC00 && rune <= 0xD7A3) || (rune >= 0x3131 && rune <= 0x318E)) {
        counts->hangul++;
    } else if (rune >= 0x400 && rune <= 0x52F) {
        counts->cyrillic++;
        counts->ukrainian += rune == 0x456 || rune == 0x457 || rune == 0x454 || rune == 0x491;
    } else if ((rune >= 0x600 && rune <= 0x6FF) || (rune >= 0xFB50 && rune <= 0xFEFC)) {
        counts->arabic++;
        counts->persian += rune == 0x67E || rune == 0x686 || rune == 0x6AF || rune == 0x6CC;
    } else if (rune >= 0x5D0 && rune <= 0x5EA) {
        counts->hebrew++;
    } else if (rune >= 0x370 && rune <= 0x3FF) {
        counts->greek++;
    } else if (rune >= 0xE01 && rune <= 0xE4E) {
        counts->thai++;
    } else if (rune >= 0x900 && rune <= 0x97F) {
        counts->devanagari++;
    }
}

/* How many of the languages from `first` to `last` hold this among their words. */
static void count_word(struct letter_counts *counts, struct str word, int first, int last)
{
    char padded[WORD_MAX + 4];
    if (word.len > WORD_MAX || word.len == 0) return;
    padded[0] = ' ';
    memcpy(padded + 1, word.ptr, word.len);
    padded[word.len + 1] = ' ';
    for (int i = first; i <= last; i++)
        counts->hits[i] += str_contains(str_of(latin_languages[i].words), str_of_len(padded, word.len + 2));
}

static void count_special_letter(struct letter_counts *counts, struct str letter, int first, int last)
{
    for (int i = first; i <= last; i++)
        counts->hits[i] += str_contains(str_of(latin_languages[i].letters), letter);
}

static bool is_latin(rune_t rune)
{
    return rune < 0x250 && rune_is_letter(rune);
}

/* Writes a letter below U+0250 as UTF-8; gives its length. */
static size_t put_latin(char *at, rune_t rune)
{
    if (rune < 0x80) {
        *at = (char)rune;
        return 1;
    }
    at[0] = (char)(0xC0 | rune >> 6);
    at[1] = (char)(0x80 | (rune & 0x3F));
    return 2;
}

/* Adds the words of text[start, end) that the languages from `first` to `last` hold. */
static void count_words(struct letter_counts *counts, struct str text, struct span span, int first, int last)
{
    char word[WORD_MAX + 4];
    size_t length = 0;
    for (size_t at = span.start; at < span.end;) {
        rune_t rune = utf8_next(text, &at);
        if (rune == 0x2019) rune = '\'';
        bool inside = is_latin(rune) || (length > 0 && rune == '\'');
        if (inside && length <= WORD_MAX) {
            size_t size = put_latin(word + length, rune_lower(rune));
            if (rune >= 0x80) count_special_letter(counts, str_of_len(word + length, size), first, last);
            length += size;
        } else if (!inside) {
            count_word(counts, str_of_len(word, length), first, last);
            length = 0;
        }
    }
    count_word(counts, str_of_len(word, length), first, last);
}

static void count_letters(struct letter_counts *counts, struct str text, struct span span)
{
    bool inside = false;
    for (size_t at = span.start; at < span.end;) {
        rune_t rune = utf8_next(text, &at);
        bool latin = is_latin(rune);
        counts->latin += latin;
        counts->words += latin && !inside;
        inside = latin || (inside && (rune == '\'' || rune == 0x2019));
        if (!latin && rune >= 0x80) count_letter(counts, rune);
    }
}

static const char *latin_language(const struct letter_counts *counts)
{
    int best = EN;
    for (int i = EN + 1; i < LATIN_COUNT; i++)
        if (counts->hits[i] > counts->hits[best]) best = i;
    size_t hits = counts->hits[best], english = counts->hits[EN];
    /* A foreign greeting or name does not make a letter foreign. */
    if (best != EN && (hits < english + 2 || hits * 5 < counts->words))
        best = hits > english && counts->words <= 4 ? best : EN;
    return latin_languages[best].code;
}

static bool is_chinese(const struct letter_counts *counts)
{
    /* A Latin word weighs as two characters; the grammar of the sentence weighs double. */
    size_t chinese = counts->han + 2 * counts->frame;
    size_t latin = counts->words + 2 * counts->hits[EN];
    return counts->han > 0 && chinese >= latin;
}

struct script {
    size_t count;
    const char *code;
};

static const char *decide_language(const struct letter_counts *counts)
{
    const struct script scripts[] = {
        {counts->hangul, "ko"},
        {counts->cyrillic, counts->ukrainian * 20 > counts->cyrillic ? "uk" : "ru"},
        {counts->arabic, counts->persian * 20 > counts->arabic ? "fa" : "ar"},
        {counts->hebrew, "he"},
        {counts->greek, "el"},
        {counts->thai, "th"},
        {counts->devanagari, "hi"},
    };
    /* Chinese writers use a lone の; real Japanese is full of kana. */
    if (counts->kana >= 3 && counts->kana * 5 > counts->han && counts->kana * 2 > counts->words) return "ja";
    struct script best = {0};
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++)
        if (scripts[i].count > best.count) best = scripts[i];
    if (best.count > 2 * counts->han && best.count > counts->latin) return best.code;
    return is_chinese(counts) ? "zh" : latin_language(counts);
}

/* The first own spans that together hold READ_MAX bytes, or the top of the text when nothing is own. */
static size_t spans_to_read(struct str text, const struct segment *segments, size_t count, struct span *out,
                            size_t room)
{
    size_t read = 0, used = 0;
    for (size_t i = 0; i < count && read < READ_MAX && used < room; i++) {
        struct span span = segments[i].span;
        if (!segments[i].own) continue;
        if (span.end - span.start > READ_MAX - read) span.end = span.start + READ_MAX - read;
        out[used++] = span;
        read += span.end - span.start;
    }
    if (used == 0) out[used++] = (struct span){0, text.len < READ_MAX ? text.len : READ_MAX};
    return used;
}

struct str triage_language(struct str text, const struct segment *segments, size_t count)
{
    struct letter_counts counts = {0};
    struct span spans[SPANS_MAX];
    size_t used = spans_to_read(text, segments, count, spans, SPANS_MAX);
    for (size_t i = 0; i < used; i++) count_letters(&counts, text, spans[i]);
    for (size_t i = 0; i < used; i++) count_words(&counts, text, spans[i], EN, EN);
    bool plainly_english = counts.hits[EN] * 3 >= counts.words && counts.words * 2 > counts.han;
    for (size_t i = 0; i < used && !plainly_english; i++)
        count_words(&counts, text, spans[i], EN + 1, LATIN_COUNT - 1);
    return str_of(decide_language(&counts));
}
