/* Tells mail that no person wrote by the phrases that its kinds have in common; see automatic.h. */
#include "engine/automatic.h"

#include <string.h>

enum {
    HEAD = 700, /* bytes at the top in which an automatic text gives itself away */
    PAIRS = 2048,
};

/* The folded top of a text, and which pairs of bytes stand in it: hardly any of the hundreds of phrases has all of its own
 * among them, so hardly any has to be looked for. */
struct head {
    struct str text;
    uint64_t pairs[PAIRS / 64];
    char room[HEAD];
};

static unsigned pair_of(char left, char right)
{
    return ((unsigned char)left * 33U + (unsigned char)right) % PAIRS;
}

/* Folds ASCII capitals of the beginning of `text`, and blanks into single spaces. */
static void head_of(struct str text, struct head *head)
{
    size_t len = 0;
    memset(head->pairs, 0, sizeof head->pairs);
    for (size_t i = 0; i < text.len && len < HEAD; i++) {
        char c = text.ptr[i];
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        if (c == ' ' && len > 0 && head->room[len - 1] == ' ') continue;
        head->room[len++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    head->text = (struct str){head->room, len};
    for (size_t i = 1; i < len; i++) {
        unsigned pair = pair_of(head->room[i - 1], head->room[i]);
        head->pairs[pair / 64] |= UINT64_C(1) << pair % 64;
    }
}

static bool may_contain(const struct head *head, const char *word)
{
    for (; word[1]; word++) {
        unsigned pair = pair_of(word[0], word[1]);
        if (!(head->pairs[pair / 64] >> pair % 64 & 1)) return false;
    }
    return true;
}

static bool finds_any(const struct head *head, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (may_contain(head, words[i]) && str_contains(head->text, str_of(words[i]))) return true;
    return false;
}
#define FINDS_ANY(head, table) finds_any((head), (table), sizeof(table) / sizeof *(table))

static const char *const bounces[] = {
    "automatic reply",
    "auto-reply",
    "autoreply",
    "auto reply:",
    "out of office reply",
    "out-of-office",
    "delivery status notification",
    "mail delivery subsystem",
    "mail delivery system",
    "mailer-daemon",
    "undelivered mail returned",
    "undeliverable:",
    "this is an automatically generated",
    "this is an automated response",
    "this is an automated reply",
    "your message wasn't delivered",
    "your message could not be delivered",
    "the email account that you tried to reach",
    "自动回复",
    "自動回覆",
    "系统退信",
    "退信通知",
    "automatische antwort",
    "réponse automatique",
    "respuesta automática",
    "mail delivery software",
    "the mail system at host",
    "message that you sent could not be delivered",
    "wasn't able to deliver your message",
    "unable to deliver your message",
    "delivering your mail to",
    "delivering your message to",
    "trying to deliver the mail",
    "could not deliver your message",
    "delivery to the following recipient",
    "the following addresses had",
    "message was not relayed",
    "delivery has failed to these recipients",
    "did not reach the following recipient",
    "did not reach some or all of the intended",
    "your message was not delivered",
    "has not been delivered: s",
    "recipient addresses that were",
    "unable to deliver message",
    "could not be delivered due to a recipient",
    "no valid recipients",
    "mailbox is full",
    "email abuse report",
    "your message could not be sent",
    "sent this email to unsubscribe",
    "\"notificationtype\"",
    "\"topicarn\"",
    "transcript of session follows",
    "abuse report for an email",
    "opt-out report",
    "échec de la remise",
    "не доставлено",
    "无法投递",
    "未能送达以下收件人",
    "投递失败",
};
/* Who is away … */
static const char *const absences[] = {
    "out of the office",
    "out of office",
    "on annual leave",
    "on vacation",
    "on maternity leave",
    "on parental leave",
    "on holiday until",
    "正在休假",
    "休假中",
    "不在办公室",
    "外出",
    "currently away",
    "abwesend",
    "absent du bureau",
    "fuera de la oficina",
};
/* … and what happens meanwhile. */
static const char *const meanwhile[] = {
    "limited access to", "no access to",    "upon my return",     "on my return",
    "when i return",     "in urgent cases", "for urgent matters", "if your matter is urgent",
    "if this is urgent", "please contact",  "will respond",       "will reply",
    "无法及时回复",      "如有急事",        "尽快回复",           "紧急事宜",
};

bool automatic_text(struct str text)
{
    struct head head;
    head_of(text, &head);
    return FINDS_ANY(&head, bounces) || (FINDS_ANY(&head, absences) && FINDS_ANY(&head, meanwhile));
}

static const char *const subjects[] = {
    "undeliver",
    "delivery status notification",
    "delivery status",
    "returned mail",
    "mail delivery",
    "failure notice",
    "delivery notification: delivery",
    "postmaster notify",
    "mail failure",
    "mail failed",
    "automatic reply",
    "auto-reply",
    "autoreply",
    "auto reply",
    "out of office",
    "out-of-office",
    "abwesenheit",
    "automatische antwort",
    "réponse automatique",
    "respuesta automática",
    "risposta automatica",
    "away until",
    "abuse report",
    "feedback report",
    "complaint about message from",
    "smtp server: errors",
    "dmarc",
    "non remis",
    "message could not be delivered",
    "mail could not be delivered",
    "message delivery has failed",
    "mail system error",
    "could not send message for",
    "could not send mail for",
    "error sending your mail",
    "email delivery failure",
    "delivery failure: ",
    "loop alert",
    "не доставлено",
    "недоставленное",
    "自动回复",
    "自動回覆",
    "退信",
    "外出自动",
};

bool automatic_subject(struct str subject)
{
    struct head head;
    head_of(subject, &head);
    return FINDS_ANY(&head, subjects) || str_is(head.text, "delivery failure");
}

bool automatic_sender(struct str address)
{
    static const char *const names[] = {"mailer-daemon", "mailer_daemon", "maildaemon", "mail-daemon",
                                        "postmaster",    "post_master",   "bounce",     "feedbackloop"};
    struct head head;
    head_of(address, &head);
    struct str name = str_slice(head.text, 0, str_find_char(head.text, '@', 0));
    size_t bracket = str_find_char(name, '<', 0);
    if (bracket != STR_NOT_FOUND) name = str_slice(name, bracket + 1, name.len);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_starts(name, str_of(names[i]))) return true;
    return false;
}
