/* The desk's own words around an assessment, for the agent: headings, labels and reasons in English and Chinese.
 * What customers read stands in the store's templates, not here. */
#ifndef BURIN_CLI_REPLY_WORDS_H
#define BURIN_CLI_REPLY_WORDS_H

#include "model/store.h"

#define DESK_WORDS(X)                                                                                       \
    X(SITUATION, "Situation", "情况")                                                                       \
    X(ORDER_STATUS, "Order status", "订单进度")                                                             \
    X(MODIFICATION, "Modification", "修改")                                                                 \
    X(QUALITY, "Quality & returns", "质量与退货")                                                           \
    X(PROACTIVE, "Proactive plan", "主动通知")                                                              \
    X(MEASURES, "Measures", "考核")                                                                         \
    X(REPLY, "Ready reply", "可直接发送的回复")                                                             \
    X(GLOSS, "The same in English", "同一封回复的中文")                                                     \
    X(BEFORE_SENDING, "Before you send it", "发送之前")                                                     \
    X(ORDER, "Order", "订单")                                                                               \
    X(PLACED, "placed", "下单")                                                                             \
    X(DATE, "Date", "日期")                                                                                 \
    X(PRODUCT, "Product", "商品")                                                                           \
    X(PERSONALIZATION, "Personalization", "定制内容")                                                       \
    X(CONCERN, "Concern", "诉求")                                                                           \
    X(STAGE, "Stage", "阶段")                                                                               \
    X(WINDOW, "Change window", "修改窗口")                                                                  \
    X(IDENTITY, "Sender", "来信人")                                                                         \
    X(SUMMARY, "In short", "概要")                                                                          \
    X(FACT, "Fact", "事实")                                                                                 \
    X(STATUS, "Status", "状态")                                                                             \
    X(VALUE, "Value", "内容")                                                                               \
    X(UNKNOWN, "unknown", "未知")                                                                           \
    X(NO_ORDER, "no order is known", "没有找到订单")                                                        \
    X(ESTIMATED, "estimated from the days elapsed", "按已过天数推算")                                       \
    X(REPORTED, "reported", "车间已报")                                                                     \
    X(OVERDUE, "overdue", "已逾期")                                                                         \
    X(ON_HOLD, "on hold", "已暂停")                                                                         \
    X(WAITING, "waiting for the customer", "等客户回复")                                                    \
    X(CLOSES, "closes", "截止")                                                                             \
    X(CONFLICT, "Conflict", "说法不一")                                                                     \
    X(CONFLICT_SAYS, "the customer says", "客户说")                                                         \
    X(CONFLICT_HAS, "the order has", "订单为")                                                              \
    X(MISSING, "Still to be asked", "还需询问")                                                             \
    X(ESCALATE, "Needs a person", "需要人工")                                                               \
    X(NOW, "Now", "现在")                                                                                   \
    X(THEN, "Then", "之后")                                                                                 \
    X(EXPECTED, "Expected", "预计")                                                                         \
    X(WITH_RUSH, "With rush", "加急后")                                                                     \
    X(HAPPENED, "done", "已完成")                                                                           \
    X(DECISION, "Decision", "决定")                                                                         \
    X(BECAUSE, "because", "原因")                                                                           \
    X(CLAUSES, "policy", "条款")                                                                            \
    X(HOLD, "the item goes on hold", "这件先暂停")                                                          \
    X(APPROVAL, "a person approves it first", "需先批准")                                                   \
    X(DUE, "due", "期限")                                                                                   \
    X(REQUESTED, "Requested", "要求改为")                                                                   \
    X(NOT_GIVEN, "(not said)", "（未说明）")                                                                \
    X(NEED_BY, "Needed by", "最晚需要")                                                                     \
    X(STANDARD, "standard", "普通")                                                                         \
    X(RUSH, "rush", "加急")                                                                                 \
    X(CONFIRM_BY, "To be confirmed by", "请在此前确认")                                                     \
    X(PHOTOS_DUE, "Photos due by", "照片最晚")                                                              \
    X(FAULT, "Fault", "责任")                                                                               \
    X(REMEDY, "Remedy", "补救")                                                                             \
    X(UNTIL, "until", "有效期至")                                                                           \
    X(BY, "by", "方式")                                                                                     \
    X(WITHHELD, "withheld", "暂不发送")                                                                     \
    X(NEXT_STEPS, "Next steps", "下一步")                                                                   \
    X(NOT_APPLICABLE, "Not applicable, because", "不适用：")                                                \
    X(NO_CHANGE, "the message asks for no change, cancellation or rush.", "来信没有要求修改、取消或加急。") \
    X(NO_CLAIM, "nothing is reported as broken, wrong, missing or to be returned.",                         \
      "来信没有提到损坏、做错、丢失或退货。")                                                               \
    X(NO_STATUS, "no order is known.", "没有找到订单。")                                                    \
    X(NO_NOTICE, "no notice is to come for this message.", "这封来信不涉及后续通知。")                      \
    X(NO_MEASURE, "nothing is measured for this message.", "这封来信不计入考核。")                          \
    X(OUT_OF_SCOPE, "the message is out of scope and handed off:", "来信不属于本台范围，转交：")            \
    X(STRANGER, "the sender is not verified: nothing of the order may be told.",                            \
      "来信人未核实，不得透露订单内容。")

#define X(id, en, zh) WORD_##id,
enum desk_word { DESK_WORDS(X) DESK_WORD_COUNT };
#undef X

const char *desk_word(enum desk_word word, enum lang lang);
/* A word of the public JSON ("confirm_change") for people: by the store's word list ("action.confirm_change"), by the
 * desk's own, or the word itself with its underscores made spaces. */
struct str desk_term(struct arena *arena, const struct store *store, enum lang lang, const char *family,
                     struct str word);

#endif
