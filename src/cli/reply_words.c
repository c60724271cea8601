/* The tables of the desk's words; see reply_words.h. */
#include "cli/reply_words.h"

#define X(id, en, zh) [WORD_##id] = {en, zh},
static const char *const words[DESK_WORD_COUNT][LANG_COUNT] = {DESK_WORDS(X)};
#undef X

/* Words of the public JSON that the store's own list does not have, in Chinese; English needs none. */
static const struct {
    const char *word, *zh;
} chinese[] = {
    {"known", "已知"},
    {"stated", "客户所述"},
    {"missing", "缺少"},
    {"not_needed", "不需要"},
    {"open", "未过"},
    {"closed", "已过"},
    {"none", "无"},
    {"verified", "已核实"},
    {"matched", "地址相符"},
    {"mismatch", "地址不符"},
    {"unknown", "未知"},
    {"store", "店铺"},
    {"customer_text", "客户所写"},
    {"carrier", "承运商"},
    {"undecided", "未定"},
    {"comfortable", "来得及"},
    {"tight", "很紧"},
    {"unlikely", "恐怕来不及"},
    {"remake", "重做"},
    {"partial_refund", "部分退款"},
    {"full_refund", "全额退款"},
    {"credit", "代金券"},
    {"code", "优惠码"},
    {"fee", "费用"},
    {"surcharge", "加急费"},
    {"order_confirmed", "订单确认"},
    {"production_started", "开始制作"},
    {"quality_check_complete", "质检完成"},
    {"delivery_follow_up", "收货回访"},
    {"delay", "延期"},
    {"window_closing", "修改窗口将关"},
    {"first_response", "首次回复时间"},
    {"modification_success", "窗口内修改完成率"},
    {"remake_rate", "返工率"},
    {"csat", "满意度"},
    {"repeat_purchase", "复购率"},
    {"customer", "客户"},
    {"agent", "客服"},
    {"studio", "工作室"},
    {"address", "地址"},
    {"quantity", "数量"},
    {"item", "商品"},
    {"inside_window", "仍在修改窗口内"},
    {"window_closed", "修改窗口已过"},
    {"production_begun", "已开始制作"},
    {"production_begun_early", "窗口内提前开工"},
    {"window_waived", "下单时放弃了修改窗口"},
    {"late_allowed", "店铺允许迟改"},
    {"late_denied", "店铺不接受迟改"},
    {"before_handover", "包裹尚未交运"},
    {"shipped", "已发出"},
    {"delivered", "已送达"},
    {"cancelled", "已取消"},
    {"on_time", "按期"},
    {"on_hold", "已暂停"},
    {"estimated", "按已过天数推算"},
    {"waiting_for_customer", "等客户回复"},
    {"scanning", "物流仍在更新"},
    {"not_shipped", "尚未发出"},
    {"no_rush", "不能加急"},
    {"already_rush", "已经加急"},
    {"rush_available", "可以加急"},
    {"overdue", "已逾期"},
    {"behind_plan", "慢于计划"},
    {"overdue_shipped", "发出后逾期"},
    {"overdue_consent", "逾期，需客户同意"},
    {"tracking_quiet", "物流久未更新"},
    {"delivery_disputed", "显示送达但未收到"},
    {"spec_missing", "未说明新内容"},
    {"spec_invalid", "新内容不合要求"},
    {"spec_matches", "与确认的内容一致"},
    {"item_unclear", "不清楚是哪一件"},
    {"photo_needed", "需要照片"},
    {"more_photos", "客服需要更多照片"},
    {"photo_not_arrived", "照片没有收到"},
    {"part_missing", "包裹缺件"},
    {"in_time", "在期限内报告"},
    {"late_evidence", "超过48小时报告"},
    {"preset_only", "仅为固定选项"},
    {"personalised", "为您定制"},
    {"withdrawal", "法定撤销权"},
    {"faq_answered", "常见问题有答案"},
    {"no_faq", "常见问题没有答案"},
    {"needs_person", "需要人工"},
    {"unsupported_language", "语言不支持"},
    {"intercept", "尝试截回"},
    {"nothing_asked", "没有提出要求"},
    {"sender_mismatch", "来信地址不符"},
    {"order_missing", "没有订单号"},
    {"order_not_found", "找不到订单"},
    {"stock", "现货"},
    {"no_order", "没有订单"},
    {"date_unknown", "不知道下单时间"},
    {"further_piece", "要加做一件"},
    {"travels_apart", "分开寄，还没到"},
    {"confirm", "确认"},
    {"decline", "不同意"},
    {"refund", "退款"},
    {"keep", "保留"},
    {"wait", "愿意等"},
    {"cancel", "取消"},
    {"provided", "已提供"},
    {"unclear", "不明确"},
    {"cancellation_pending", "等待取消"},
    {"open_claim", "售后处理中"},
    {"no_marketing_consent", "客户未同意营销信息"},
    {"told_in_reply", "回复里已说明"},
    {"general_shipping", "现货与物流"},
    {"pre_purchase", "售前咨询"},
    {"subscription", "订阅"},
    {"payment_dispute", "付款争议"},
    {"unrelated", "无关来信"},
};

const char *desk_word(enum desk_word word, enum lang lang)
{
    return words[word][lang];
}

static struct str spaced(struct arena *arena, struct str word)
{
    char *copy = arena_alloc_raw(arena, word.len + 1);
    for (size_t i = 0; i < word.len; i++) copy[i] = word.ptr[i] == '_' ? ' ' : word.ptr[i];
    copy[word.len] = '\0';
    return str_of_len(copy, word.len);
}

struct str desk_term(struct arena *arena, const struct store *store, enum lang lang, const char *family,
                     struct str word)
{
    struct str key = arena_printf(arena, "%s.%.*s", family, STR_ARG(word));
    struct str listed = language_word(&store->languages[lang], key);
    if (!str_eq(listed, key)) return listed;
    for (size_t i = 0; lang == LANG_ZH && i < sizeof chinese / sizeof chinese[0]; i++)
        if (str_is(word, chinese[i].word)) return str_of(chinese[i].zh);
    return spaced(arena, word);
}
