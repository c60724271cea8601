/* Answers to what the desk asked. Only a clean answer counts: a yes with a "but", a new wish beside it, or two options
 * named at once leave it empty, and a person or a further question decides. */
#include "engine/facts.h"

#include "engine/spec.h"

enum { ANSWER_BYTES = 4000 };

enum sign {
    SIGN_YES,
    SIGN_NO,     /* declines the question */
    SIGN_BUT,    /* takes something back of what was said */
    SIGN_UNSURE, /* thinks it over, asks which */
    SIGN_REMAKE,
    SIGN_REFUND,
    SIGN_PARTIAL,
    SIGN_KEEP,
    SIGN_WAIT,
    SIGN_CANCEL,
    SIGN_NEGATION, /* turns an option named right behind it */
    SIGN_FIRST,
    SIGN_SECOND,
    SIGN_THIRD,
    SIGN_ASKS,  /* makes a question of its clause */
    SIGN_NOISE, /* holds words of other signs and means none of them */
    SIGN_COUNT,
};

struct sign_words {
    enum sign sign;
    const char *words; /* parted by "|"; a Chinese entry matches anywhere, an English one as whole words */
};

/* Longer phrases win over shorter ones that begin at the same place, so order does not matter. */
static const struct sign_words table[] = {
    {SIGN_YES, "yes|yep|yeah|yup|yea|ya|confirm|confirmed|i confirm|confirming|correct|that's correct|thats "
               "correct|that is correct|that's right|thats right|"
               "that is right|go ahead|please go ahead|please proceed|proceed|approved|i "
               "approve|approve|looks good|look good|lgtm|sounds good|perfect|"
               "spot on|exactly right|all good|agreed|i agree|ok|okay|okey|k|sure|absolutely|definitely|of "
               "course|please do|do it|make it so|"
               "fine by me|that's fine|thats fine|that is fine|happy with that|all correct|looks right|looks "
               "correct|looks great|looks perfect|great|"
               "good to go|right|fine|affirmative|aye|no problem|no worries|no changes|no objections|no "
               "objection|no more changes|no further changes|"
               "nothing to change|wonderful|excellent|brilliant|yes please|that works|works for me|that'll "
               "do|it is correct|it's correct|"
               "确认|確認|是的|对的|對的|没错|沒錯|可以|好的|好滴|好嘞|行|没问题|沒問題|同意|就这样|就這樣|"
               "就按这个|就这么做|对|對|嗯|嗯嗯|好|ok|"
               "正确|無誤|无误|没有问题|可以的|行的|开始做吧|开做吧|做吧|就这个|就按新的|按新的做|没毛病|"
               "准确|就是这样|是这个|继续|安排吧|刻吧|"
               "就这样刻|就这样做|成|妥|妥了|可"},
    {SIGN_NO, "no|nope|nah|don't change it|do not change it|don't change|do not change|don't change "
              "anything|leave it as it was|leave it as it is|leave it as is|"
              "leave as is|leave it|keep the original|keep it as it was|keep it as it is|keep the old|keep "
              "the old one|keep the old text|as originally ordered|"
              "as it was|as ordered|never mind|nevermind|forget it|forget the change|cancel the change|scrap "
              "the change|scrap that|undo that|"
              "not anymore|changed my mind|i've changed my mind|stick with the original|stay with the "
              "original|go with the original|"
              "don't go ahead|do not go ahead|do not proceed|don't proceed|not correct|not right|that's "
              "wrong|thats wrong|that is wrong|incorrect|wrong|"
              "that's not right|thats not right|that's not correct|not what i|not ok|not okay|not good|not "
              "happy|isn't right|isn't correct|not quite|not exactly|"
              "not approved|i don't confirm|i do not confirm|i decline|decline|disagree|i don't agree|i do "
              "not agree|don't want to change|"
              "the first version|original version|original one|back to the original|"
              "不改了|不用改了|不改|别改了|别改|不用改|先不改|算了|保持原样|维持原样|还是原来的|用原来的|"
              "按原来的|原来的就好|原来的就行|照旧|不用了|"
              "不要改|取消修改|撤回|不确认|不对|不是|不行|错了|不同意|有误|写错了|还是按原来|还是原来|按原样|"
              "不换了|别换了|不用换了|原来那个|不可以|"
              "不好|不正确|没确认"},
    {SIGN_BUT,
     "but|except|however|although|though|only thing|one more thing|just one thing|one thing|wait|hold "
     "on|actually|on second thought|one change|"
     "apart from|other than that|instead|before you|if you can also|unless|"
     "但是|不过|但|只是|另外把|除了|等等|等一下|先等|还有一处|还有个地方|就是|再改|还要改|顺便改|如果"},
    {SIGN_UNSURE, "not sure|let me think|let me check|i'll get back|will get back|which one|what's the "
                  "difference|what is the difference|what would|can i see|"
                  "could i see|may i see|can you show|could you show|need to ask|need time|i'm "
                  "thinking|maybe|perhaps|i guess|either|don't know|"
                  "do i have to|is it possible|would it|will it cost|how much|"
                  "不确定|我想想|想一想|考虑一下|再考虑|考虑考虑|问一下|问问|哪个好|区别|能不能先|可以先|"
                  "能看看|先看看|也许|可能|都可以|都行|随便|多少钱|行不行|可不可以|好不好"},
    {SIGN_REMAKE,
     "remake|remade|re-make|remaking|redo|redone|redo it|replacement|replace|replace it|replaced|new one|a "
     "new one|make it again|make me a new one|made again|"
     "make another|another one|make a new one|remake please|reship|re-ship|resend|send a new one|send "
     "another|do it again|fresh one|made anew|"
     "make and send|send what is missing|send the missing|send the missing part|send it again|try again|"
     "重做|重新做|再做一个|返工|补发|重发|换一个|换个新的|重新制作|再做|重刻|重新刻|换新|做个新的|补寄|重寄|"
     "换新的|换货|重新来一个|重新画|重画"},
    {SIGN_REFUND,
     "refund|full refund|a full refund|refunded|refund me|money back|my money|my money back|get my money "
     "back|reimburse|reimbursement|full amount|give me the money|"
     "refund in full|the whole refund|all of it back|"
     "退款|全额退款|退钱|全退|退全款|退货退款|把钱退|钱退给我|退了吧|退吧|全额退|退给我|退我钱|都退"},
    {SIGN_PARTIAL,
     "partial refund|a partial refund|the partial refund|part refund|partial|some money back|some of the "
     "money back|part of the money|discount and keep|"
     "keep it and a partial refund|keep it and take the partial refund|keep it with a partial refund|keep it "
     "for a partial refund|partially refund|"
     "part of my money back|partial one|keep it and the partial refund|keep it and get the partial refund|"
     "部分退款|退一部分|退部分|退一点|补偿|退一半|部分退|留着退点|退点钱|折价|补差价|退差价"},
    {SIGN_KEEP, "keep it|keep it as it is|keep it as is|i'll keep it|we'll keep it|i will keep it|i'll just "
                "keep it|nothing needed|no need to do anything|"
                "leave it as it is|live with it|i can live with it|don't need anything|"
                "留着|我留着|留下|就留着|不用处理|不用赔|将就|就这样用|不用重做|不用退"},
    {SIGN_WAIT, "i'll wait|i will wait|we'll wait|we will wait|happy to wait|wait for it|can wait|i can "
                "wait|we can wait|agree to wait|i agree to wait|willing to wait|"
                "fine to wait|ok to wait|okay to wait|i'd rather wait|prefer to wait|i consent|consent|agree "
                "to the delay|agree to the new date|accept the delay|"
                "accept the new date|accept the new dates|new date is fine|new dates are fine|take your "
                "time|don't mind waiting|do not mind waiting|keep my order|"
                "keep the order|still want it|i still want it|we still want it|don't cancel|do not "
                "cancel|please don't cancel|no need to cancel|wait a bit longer|"
                "wait a little longer|wait|no rush|"
                "等|愿意等|可以等|我等|继续等|再等等|等着|同意延期|接受延期|不取消|别取消|不用取消|慢慢做|"
                "不急|等你们|等得起|还要|接着做|能等"},
    {SIGN_CANCEL, "cancel|cancel it|cancel my order|cancel the order|please cancel|cancelled|cancel and "
                  "refund|refund me|refund|money back|don't want it anymore|"
                  "do not want it anymore|don't want it any more|no longer want it|no longer need it|won't "
                  "wait|can't wait|cannot wait|will not wait|not waiting|"
                  "not willing to wait|don't want to wait|do not want to wait|i'm out|too late for me|i "
                  "don't agree to wait|not wait|"
                  "取消|不等了|不等|退款|退钱|不要了|等不了|没法等|不想等|等不及|不愿意等|退了吧|退单|算了"},
    {SIGN_NEGATION, "no|not|don't|do not|dont|rather than|instead of|than|not a|not the|don't want|do not "
                    "want|don't need|no need for|without|over a|over the|not another|"
                    "no more|never|don't want a|don't want the|don't want another|not interested in|"
                    "不要|不想|别|不用|不是|而不是|不需要|不想要|比起|不|不愿"},
    {SIGN_FIRST, "option 1|option a|option one|the first|first option|first one|number 1|number one|no. "
                 "1|choice 1|choice a|#1|1st option|the first one|option (a)|option (1)|"
                 "第一个|第一种|选一|选1|方案一|方案1|选项1|选项一|选a|方案a|一号|第1个|第1种|选第一个"},
    {SIGN_SECOND, "option 2|option b|option two|the second|second option|second one|number 2|number two|no. "
                  "2|choice 2|choice b|#2|2nd option|the second one|option (b)|option (2)|"
                  "第二个|第二种|选二|选2|方案二|方案2|选项2|选项二|选b|方案b|二号|第2个|第2种|选第二个"},
    {SIGN_THIRD,
     "option 3|option c|option three|the third|third option|third one|number 3|number three|no. 3|choice "
     "3|choice c|#3|3rd option|the third one|option (c)|option (3)|last option|the last option|"
     "第三个|第三种|选三|选3|方案三|方案3|选项3|选项三|选c|方案c|三号|第3个|第3种|最后一种|选第三个"},
    {SIGN_ASKS, "how|when|what|why|where|who|will it|would it|how long|how soon|how "
                "much|多久|多长|什么时候|几天|怎么|多少钱|为什么|何时|啥时候|几时"},
    {SIGN_NOISE,
     "就行|就好|就可以|"
     "no problem with waiting|no hurry|right away|right now|of course not|yes no|no later|on my order|order "
     "no|the right|not only|how long|thanks for the refund|"
     "is my refund|when will|good morning|good afternoon|good evening|good day|no thanks|no thank you|hope "
     "you're ok|are you sure|make sure|wait to see|can't wait to see|"
     "cannot wait to see|can't wait to have|can't wait to get|can't wait for it|can't wait|sorry for the "
     "wait|thanks for waiting|hi there|"
     "你好|您好|好久|好看|好像|好漂亮|可能|可惜|可爱|对了|对方|面对|对于|对不起|行李|进行|银行|成功|完成|"
     "成品|刻成|改成|换成|等于|稍等|好吗|好不|美好|友好|爱好|对面|一行|那行|这行|不好意思|等你们回复|期待"},
};

#define SIGN_BIT(sign) (UINT32_C(1) << (sign))

/* What the customer's own words hold. */
struct found {
    int count[SIGN_COUNT];
    size_t first[SIGN_COUNT]; /* where a sign stands first, in words */
    int turned[SIGN_COUNT];   /* named behind a negation */
    int words;
    bool question;
};

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (byte & 0x80) != 0;
}

/* The length of `phrase` when it stands at `at` of the lower-cased `text` as whole words, else 0. */
static size_t stands_at(struct str text, size_t at, struct str phrase)
{
    if (text.len - at < phrase.len || memcmp(text.ptr + at, phrase.ptr, phrase.len) != 0) return 0;
    if (phrase.ptr[0] & 0x80) return phrase.len;
    size_t end = at + phrase.len;
    bool left = at == 0 || !is_letter(text.ptr[at - 1]) || (text.ptr[at - 1] & 0x80);
    bool right = end == text.len || !is_letter(text.ptr[end]) || (text.ptr[end] & 0x80);
    if (end < text.len && text.ptr[end] == '\'') right = false;
    return left && right ? phrase.len : 0;
}

/* The longest phrase of a sign at `at`, among signs for which `wanted` holds. */
static size_t longest_at(struct str text, size_t at, uint32_t wanted, uint32_t *out_signs)
{
    size_t longest = 0;
    *out_signs = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!(wanted >> table[i].sign & 1)) continue;
        for (const char *words = table[i].words; *words;) {
            size_t length = strcspn(words, "|");
            if (words[0] == text.ptr[at] && length >= longest &&
                stands_at(text, at, str_of_len(words, length))) {
                if (length > longest) *out_signs = 0;
                longest = length;
                *out_signs |= UINT32_C(1) << table[i].sign;
            }
            words += length;
            if (*words == '|') words++;
        }
    }
    return longest;
}

static bool clause_ends(struct str text, size_t at)
{
    if (strchr(".!?;,\n", text.ptr[at]) && text.ptr[at]) return true;
    static const char *const marks[] = {"，", "。", "！", "？", "；"};
    for (int i = 0; i < 5; i++)
        if (text.len - at >= 3 && memcmp(text.ptr + at, marks[i], 3) == 0) return true;
    return false;
}

static void note(struct found *found, uint32_t signs, uint32_t options, bool turned, int word)
{
    for (int sign = 0; sign < SIGN_COUNT; sign++) {
        if (!(signs >> sign & 1)) continue;
        if (turned && (options >> sign & 1)) {
            found->turned[sign]++;
        } else {
            if (!found->count[sign]) found->first[sign] = (size_t)word;
            found->count[sign]++;
        }
    }
}

/* "How long would the remake take?" chooses nothing: what a question names is forgotten. */
static void end_clause(struct found *found, struct found *before)
{
    if (found->count[SIGN_ASKS] > before->count[SIGN_ASKS]) {
        int words = found->words;
        *found = *before;
        found->words = words;
        found->question = true;
    }
    *before = *found;
}

/* Reads the lower-cased text for the wanted signs; an option behind a negation in the same clause counts as turned. */
static void read_signs(struct str text, uint32_t wanted, uint32_t options, struct found *out)
{
    struct found found = {0}, before = {0};
    int negated = 0;
    for (size_t at = 0; at < text.len;) {
        if (clause_ends(text, at)) {
            negated = 0;
            end_clause(&found, &before);
        }
        if (text.ptr[at] == '?' || (text.len - at >= 3 && memcmp(text.ptr + at, "？", 3) == 0))
            found.question = true;
        uint32_t signs;
        size_t length = longest_at(text, at, wanted | SIGN_BIT(SIGN_ASKS), &signs);
        bool inside =
            at > 0 && is_letter(text.ptr[at]) && is_letter(text.ptr[at - 1]) && !(text.ptr[at] & 0x80);
        if (length && !inside) {
            bool negates = signs >> SIGN_NEGATION & 1;
            note(&found, signs & ~(UINT32_C(1) << SIGN_NEGATION), options, negated > 0, found.words);
            if (negates) negated = 5;
            at += length;
        } else {
            at++;
        }
        if (at < text.len && (text.ptr[at] == ' ' || (text.ptr[at] & 0xC0) == 0xC0)) {
            found.words++;
            if (negated && (text.ptr[at] == ' ')) negated--;
        }
    }
    end_clause(&found, &before);
    *out = found;
}

/* The customer's own words in lower case with straight apostrophes. */
static struct str own_words(struct arena *arena, const struct inquiry *inquiry, const struct reading *reading)
{
    struct str text = str_slice(inquiry->text, 0, ANSWER_BYTES);
    char *bytes = arena_alloc_raw(arena, text.len + reading->segment_count + 2);
    size_t length = 0;
    struct segment whole = {{0, text.len}, true};
    const struct segment *segments = reading->segment_count ? reading->segments : &whole;
    size_t count = reading->segment_count ? reading->segment_count : 1;
    for (size_t s = 0; s < count; s++) {
        if (!segments[s].own) continue;
        size_t end = segments[s].span.end;
        /* The mark that ends a segment may stand outside of it. */
        while (end < text.len && (s + 1 == count || end < segments[s + 1].span.start)) end++;
        for (size_t at = segments[s].span.start; at < end && at < text.len; at++) {
            char byte = text.ptr[at];
            if (text.len - at >= 3 && memcmp(text.ptr + at, "’", 3) == 0) {
                byte = '\'';
                at += 2;
            }
            bytes[length++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
        }
        bytes[length++] = '\n';
    }
    return str_of_len(bytes, length);
}

/* A change is asked for that is not the one to be confirmed. */
static bool asks_other_change(const struct inquiry *inquiry, const struct reading *reading)
{
    const struct order *order = inquiry->order;
    for (size_t i = 0; i < reading->change_count; i++) {
        struct str asked = reading->changes[i].new_value;
        bool pending = asked.len == 0;
        for (size_t c = 0; order && !pending && c < order->change_count; c++)
            pending = text_same(order->changes[c].new_value, asked);
        if (!pending) return true;
    }
    return false;
}

static bool any_photo(const struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->attachment_count; i++)
        if (attachment_is_photo(&inquiry->attachments[i])) return true;
    return false;
}

static struct str answer_confirm(struct str text, const struct inquiry *inquiry,
                                 const struct reading *reading)
{
    struct found found;
    read_signs(text,
               SIGN_BIT(SIGN_YES) | SIGN_BIT(SIGN_NO) | SIGN_BIT(SIGN_BUT) | SIGN_BIT(SIGN_UNSURE) |
                   SIGN_BIT(SIGN_NOISE),
               0, &found);
    if (asks_other_change(inquiry, reading) || found.count[SIGN_UNSURE]) return STR("");
    bool yes = found.count[SIGN_YES], no = found.count[SIGN_NO];
    if (no && !yes && !(found.question && found.count[SIGN_BUT])) return STR("decline");
    if (yes && no) {
        /* "OK, then leave it as it was": the no is the answer; "No … go ahead" is not clear. */
        return found.first[SIGN_YES] < found.first[SIGN_NO] && found.first[SIGN_YES] == 0 &&
                       !found.count[SIGN_BUT]
                   ? STR("decline")
                   : STR("");
    }
    if (yes && found.count[SIGN_BUT]) return STR("");
    if (yes && found.question && found.first[SIGN_YES] > 3) return STR("");
    return yes ? STR("confirm") : STR("");
}

static struct str answer_remedy(struct str text, int *out_choice)
{
    static const enum sign options[] = {SIGN_REMAKE, SIGN_PARTIAL, SIGN_REFUND, SIGN_KEEP};
    static const struct str names[] = {STR_INIT("remake"), STR_INIT("partial_refund"), STR_INIT("refund"),
                                       STR_INIT("keep")};
    uint32_t wanted =
        SIGN_BIT(SIGN_REMAKE) | SIGN_BIT(SIGN_PARTIAL) | SIGN_BIT(SIGN_REFUND) | SIGN_BIT(SIGN_KEEP);
    struct found found;
    read_signs(text,
               wanted | SIGN_BIT(SIGN_UNSURE) | SIGN_BIT(SIGN_NEGATION) | SIGN_BIT(SIGN_FIRST) |
                   SIGN_BIT(SIGN_SECOND) | SIGN_BIT(SIGN_THIRD) | SIGN_BIT(SIGN_NOISE),
               wanted, &found);
    if (found.count[SIGN_UNSURE]) return STR("");
    int named = 0, which = -1;
    for (int i = 0; i < 4; i++) {
        if (!found.count[options[i]]) continue;
        if (options[i] == SIGN_KEEP && named) continue; /* "I'll keep it and take the partial refund" */
        named++;
        which = i;
    }
    int places = 0, place = 0;
    for (int i = 0; i < 3; i++)
        if (found.count[SIGN_FIRST + i]) {
            places++;
            place = i + 1;
        }
    /* Options are offered in the order remake, partial refund, full refund. */
    if (places == 1) *out_choice = place;
    if (named == 0 && places == 1) return names[place - 1];
    if (named == 1 && places == 1 && which + 1 != place && which < 3) {
        *out_choice = 0;
        return STR("");
    }
    return named == 1 ? names[which] : STR("");
}

static struct str answer_consent(struct str text)
{
    uint32_t options = SIGN_BIT(SIGN_WAIT) | SIGN_BIT(SIGN_CANCEL);
    struct found found;
    read_signs(text,
               options | SIGN_BIT(SIGN_YES) | SIGN_BIT(SIGN_NO) | SIGN_BIT(SIGN_UNSURE) |
                   SIGN_BIT(SIGN_NOISE) | SIGN_BIT(SIGN_BUT),
               0, &found);
    if (found.count[SIGN_UNSURE]) return STR("");
    bool wait = found.count[SIGN_WAIT], cancel = found.count[SIGN_CANCEL];
    if (wait && cancel) return STR("");
    if (cancel) return STR("cancel");
    if (wait) return STR("wait");
    /* A bare yes agrees to what was asked: to wait. A bare no does not say to cancel. */
    bool clean = found.count[SIGN_YES] && !found.count[SIGN_NO] && !found.count[SIGN_BUT];
    return clean ? STR("wait") : STR("");
}

static bool gives_facts(const struct reading *reading)
{
    if (reading->order_number.len || reading->email.len || reading->phone.len || reading->date_count ||
        reading->product_word.len)
        return true;
    for (size_t i = 0; i < reading->change_count; i++)
        if (reading->changes[i].new_value.len) return true;
    return false;
}

void facts_read_answer(struct arena *arena, const struct inquiry *inquiry, struct reading *out)
{
    out->answer = (struct str){0};
    out->answer_choice = 0;
    if (inquiry->awaiting == AWAITING_NOTHING) return;
    struct str text = own_words(arena, inquiry, out);
    switch (inquiry->awaiting) {
    case AWAITING_CONFIRM_CHANGE:
        out->answer = answer_confirm(text, inquiry, out);
        break;
    case AWAITING_CHOOSE_REMEDY:
        out->answer = answer_remedy(text, &out->answer_choice);
        break;
    case AWAITING_PHOTOS:
        if (any_photo(inquiry)) out->answer = STR("provided");
        break;
    case AWAITING_CONSENT:
        out->answer = answer_consent(text);
        break;
    case AWAITING_FACTS:
        if (gives_facts(out) || any_photo(inquiry)) out->answer = STR("provided");
        break;
    default:
        break;
    }
}
