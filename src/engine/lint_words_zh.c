/* What lint listens for in Chinese; see lint_view.h. At one place the longest phrase wins. */
#include "engine/lint_view.h"

/* clang-format off */
static const struct saying_row rows[] = {
    /* would be misread without their neighbours */
    {"亲爱的", SAY_NOTHING}, {"亲自", SAY_NOTHING}, {"亲手", SAY_NOTHING}, {"亲人", SAY_NOTHING},
    {"亲戚", SAY_NOTHING}, {"亲友", SAY_NOTHING}, {"进行中", SAY_NOTHING}, {"快递单", SAY_NOTHING},
    {"按时完成后", SAY_NOTHING}, {"您应该会", SAY_NOTHING}, {"收到您", SAY_NOTHING}, {"收到你", SAY_NOTHING},
    {"若有所失", SAY_NOTHING}, {"无法", SAY_NOT}, {"发货通知", SAY_NOTHING}, {"重做还是", SAY_NOTHING},
    {"没有收到", SAY_NOTHING}, {"未收到", SAY_NOTHING}, {"完成后", SAY_NOTHING}, {"如果您愿意", SAY_NOTHING},
    {"如果你愿意", SAY_NOTHING}, {"如果您需要", SAY_NOTHING}, {"如果你需要", SAY_NOTHING}, {"您愿意的话", SAY_NOTHING},
    {"你愿意的话", SAY_NOTHING}, {"需要的话", SAY_NOTHING}, {"如果您同意", SAY_NOTHING}, {"如果您希望", SAY_NOTHING},
    /* jargon and stiff words */
    {"亲，", SAY_JARGON}, {"亲~", SAY_JARGON}, {"亲～", SAY_JARGON}, {"亲！", SAY_JARGON}, {"亲:", SAY_JARGON},
    {"亲：", SAY_JARGON}, {"亲,", SAY_JARGON}, {"亲亲", SAY_JARGON}, {"亲们", SAY_JARGON}, {"予以", SAY_JARGON},
    {"不予受理", SAY_JARGON}, {"进行处理", SAY_JARGON}, {"进行", SAY_JARGON}, {"相关", SAY_JARGON}, {"工单", SAY_JARGON},
    {"升级处理", SAY_JARGON}, {"已升级", SAY_JARGON}, {"后台", SAY_JARGON}, {"系统显示", SAY_JARGON},
    {"系统里", SAY_JARGON}, {"系统中", SAY_JARGON}, {"对接人", SAY_JARGON}, {"跟进", SAY_JARGON}, {"反馈给", SAY_JARGON},
    {"售后单", SAY_JARGON}, {"客诉", SAY_JARGON}, {"质检员工号", SAY_JARGON}, {"闭环", SAY_JARGON}, {"走流程", SAY_JARGON},
    {"流程节点", SAY_JARGON}, {"告知客户", SAY_JARGON}, {"该客户", SAY_JARGON}, {"贵司", SAY_JARGON}, {"我司", SAY_JARGON},
    {"知悉", SAY_JARGON},
    /* blame */
    {"您填错", SAY_BLAME}, {"你填错", SAY_BLAME}, {"您写错", SAY_BLAME}, {"你写错", SAY_BLAME}, {"您输错", SAY_BLAME},
    {"你输错", SAY_BLAME}, {"您打错", SAY_BLAME}, {"你打错", SAY_BLAME}, {"您选错", SAY_BLAME}, {"你选错", SAY_BLAME},
    {"您弄错", SAY_BLAME}, {"你弄错", SAY_BLAME}, {"您搞错", SAY_BLAME}, {"你搞错", SAY_BLAME}, {"您自己填", SAY_BLAME},
    {"你自己填", SAY_BLAME}, {"您自己写", SAY_BLAME}, {"你自己写", SAY_BLAME}, {"您自己输", SAY_BLAME}, {"你自己输", SAY_BLAME},
    {"您自己没", SAY_BLAME}, {"你自己没", SAY_BLAME}, {"您自己的问题", SAY_BLAME}, {"你自己的问题", SAY_BLAME},
    {"您自己的错", SAY_BLAME}, {"你自己的错", SAY_BLAME}, {"您的错", SAY_BLAME}, {"你的错", SAY_BLAME}, {"您的失误", SAY_BLAME},
    {"你的失误", SAY_BLAME}, {"您的疏忽", SAY_BLAME}, {"你的疏忽", SAY_BLAME}, {"您的过错", SAY_BLAME}, {"您本应", SAY_BLAME},
    {"你本应", SAY_BLAME}, {"您应当", SAY_BLAME}, {"您应该早", SAY_BLAME}, {"你应该早", SAY_BLAME}, {"您早该", SAY_BLAME},
    {"你早该", SAY_BLAME}, {"您没有仔细", SAY_BLAME}, {"你没有仔细", SAY_BLAME}, {"您没仔细", SAY_BLAME},
    {"你没仔细", SAY_BLAME}, {"您没看清", SAY_BLAME}, {"你没看清", SAY_BLAME}, {"您没有看清", SAY_BLAME},
    {"您未仔细", SAY_BLAME}, {"您未按", SAY_BLAME}, {"由于您的", SAY_BLAME}, {"因您的原因", SAY_BLAME}, {"您的原因", SAY_BLAME},
    {"客户原因", SAY_BLAME}, {"买家原因", SAY_BLAME}, {"您的问题导致", SAY_BLAME}, {"责任在您", SAY_BLAME},
    {"责任在你", SAY_BLAME}, {"不是我们的问题", SAY_BLAME}, {"与我们无关", SAY_BLAME}, {"怪不了我们", SAY_BLAME},
    {"是您填", SAY_BLAME}, {"是您写", SAY_BLAME}, {"是您没", SAY_BLAME}, {"是您输", SAY_BLAME}, {"是你填", SAY_BLAME},
    {"是你写", SAY_BLAME}, {"是你没", SAY_BLAME},
    /* filler */
    {"给您带来不便", SAY_FILLER}, {"给你带来不便", SAY_FILLER}, {"给您带来的不便", SAY_FILLER}, {"带来不便", SAY_FILLER},
    {"带来的不便", SAY_FILLER}, {"造成不便", SAY_FILLER}, {"造成的不便", SAY_FILLER}, {"敬请谅解", SAY_FILLER},
    {"敬请理解", SAY_FILLER}, {"敬请期待", SAY_FILLER}, {"望谅解", SAY_FILLER}, {"请谅解", SAY_FILLER},
    {"望理解", SAY_FILLER}, {"感谢您的理解", SAY_FILLER}, {"感谢理解", SAY_FILLER}, {"感谢您的理解与支持", SAY_FILLER},
    {"理解与支持", SAY_FILLER}, {"耐心等待", SAY_FILLER}, {"耐心等候", SAY_FILLER}, {"温馨提示", SAY_FILLER},
    {"很遗憾", SAY_FILLER}, {"遗憾地通知", SAY_FILLER}, {"根据我们的政策", SAY_FILLER}, {"根据店铺规定", SAY_FILLER},
    {"按照规定", SAY_FILLER}, {"根据规定", SAY_FILLER}, {"根据政策", SAY_FILLER}, {"如有疑问", SAY_FILLER},
    {"如有任何问题", SAY_FILLER}, {"竭诚", SAY_FILLER}, {"尊敬的客户", SAY_FILLER}, {"尊敬的顾客", SAY_FILLER},
    {"祝您生活愉快", SAY_FILLER}, {"您的满意是", SAY_FILLER}, {"高度重视", SAY_FILLER},
    /* vague time */
    {"尽快", SAY_VAGUE}, {"尽早", SAY_VAGUE}, {"近期", SAY_VAGUE}, {"近日", SAY_VAGUE}, {"稍后", SAY_VAGUE},
    {"不久", SAY_VAGUE}, {"过几天", SAY_VAGUE}, {"过两天", SAY_VAGUE}, {"这几天", SAY_VAGUE}, {"这两天", SAY_VAGUE},
    {"第一时间", SAY_VAGUE}, {"及时处理", SAY_VAGUE}, {"马上就好", SAY_VAGUE}, {"很快就", SAY_VAGUE}, {"快了", SAY_VAGUE},
    {"择日", SAY_VAGUE}, {"改天", SAY_VAGUE},
    /* placeholders */
    {"【姓名】", SAY_PLACEHOLDER}, {"【订单号】", SAY_PLACEHOLDER}, {"【日期】", SAY_PLACEHOLDER},
    {"【客户", SAY_PLACEHOLDER}, {"【填", SAY_PLACEHOLDER}, {"【此处", SAY_PLACEHOLDER}, {"［姓名］", SAY_PLACEHOLDER},
    {"（姓名）", SAY_PLACEHOLDER}, {"（日期）", SAY_PLACEHOLDER}, {"某某", SAY_PLACEHOLDER}, {"××", SAY_PLACEHOLDER},
    {"ＸＸ", SAY_PLACEHOLDER},
    /* apologies */
    {"抱歉", SAY_APOLOGY}, {"对不起", SAY_APOLOGY}, {"道歉", SAY_APOLOGY}, {"致歉", SAY_APOLOGY},
    {"歉意", SAY_APOLOGY}, {"不好意思", SAY_APOLOGY}, {"对不住", SAY_APOLOGY}, {"是我们的错", SAY_APOLOGY},
    {"我们做错了", SAY_APOLOGY},
    /* promised refunds */
    {"为您退款", SAY_REFUND}, {"为你退款", SAY_REFUND}, {"给您退款", SAY_REFUND}, {"给你退款", SAY_REFUND},
    {"帮您退款", SAY_REFUND}, {"帮你退款", SAY_REFUND}, {"全额退款", SAY_REFUND}, {"退全款", SAY_REFUND},
    {"全款退", SAY_REFUND}, {"会退款", SAY_REFUND}, {"将退款", SAY_REFUND}, {"可以退款", SAY_REFUND},
    {"已退款", SAY_REFUND}, {"已经退款", SAY_REFUND}, {"已为您退款", SAY_REFUND}, {"退款会", SAY_REFUND},
    {"退款将", SAY_REFUND}, {"退款已", SAY_REFUND}, {"退还给您", SAY_REFUND}, {"退还给你", SAY_REFUND},
    {"退回给您", SAY_REFUND}, {"退给您", SAY_REFUND}, {"退给你", SAY_REFUND}, {"退您", SAY_REFUND}, {"把钱退", SAY_REFUND},
    {"钱会退", SAY_REFUND}, {"原路退回", SAY_REFUND}, {"原路退还", SAY_REFUND}, {"安排退款", SAY_REFUND},
    {"办理退款", SAY_REFUND}, {"处理退款", SAY_REFUND}, {"退一半", SAY_REFUND}, {"部分退款", SAY_REFUND},
    {"退款给您", SAY_REFUND}, {"退款给你", SAY_REFUND}, {"保证退款", SAY_REFUND}, {"退款申请", SAY_NOTHING},
    {"申请退款", SAY_NOTHING}, {"取消退款", SAY_NOTHING},
    /* promised remakes */
    {"为您重做", SAY_REMAKE}, {"为你重做", SAY_REMAKE}, {"给您重做", SAY_REMAKE}, {"给你重做", SAY_REMAKE},
    {"帮您重做", SAY_REMAKE}, {"帮你重做", SAY_REMAKE}, {"免费重做", SAY_REMAKE}, {"会重做", SAY_REMAKE},
    {"将重做", SAY_REMAKE}, {"重做一个", SAY_REMAKE}, {"重做一件", SAY_REMAKE}, {"重做一份", SAY_REMAKE},
    {"重做一条", SAY_REMAKE}, {"重新给您做", SAY_REMAKE}, {"重新为您做", SAY_REMAKE}, {"为您重新制作", SAY_REMAKE},
    {"给您重新制作", SAY_REMAKE}, {"重新制作一", SAY_REMAKE}, {"会重新制作", SAY_REMAKE}, {"免费重新制作", SAY_REMAKE},
    {"补发一", SAY_REMAKE}, {"给您补发", SAY_REMAKE}, {"为您补发", SAY_REMAKE}, {"给你补发", SAY_REMAKE},
    {"会补发", SAY_REMAKE}, {"免费补发", SAY_REMAKE}, {"给您换新", SAY_REMAKE}, {"为您换新", SAY_REMAKE},
    {"免费换新", SAY_REMAKE}, {"换一个新的", SAY_REMAKE}, {"换一件新的", SAY_REMAKE}, {"重新发一", SAY_REMAKE},
    {"返工重做", SAY_REMAKE}, {"安排重做", SAY_REMAKE}, {"已安排重做", SAY_REMAKE},
    /* promised cancellations */
    {"已取消", SAY_CANCEL}, {"已经取消", SAY_CANCEL}, {"已为您取消", SAY_CANCEL}, {"已帮您取消", SAY_CANCEL},
    {"已将订单取消", SAY_CANCEL}, {"会取消", SAY_CANCEL}, {"将取消", SAY_CANCEL}, {"为您取消", SAY_CANCEL},
    {"给您取消", SAY_CANCEL}, {"帮您取消", SAY_CANCEL}, {"帮你取消", SAY_CANCEL}, {"给你取消", SAY_CANCEL},
    {"取消成功", SAY_CANCEL}, {"取消好了", SAY_CANCEL}, {"取消掉了", SAY_CANCEL}, {"这就取消", SAY_CANCEL},
    {"马上取消", SAY_CANCEL}, {"订单取消了", SAY_CANCEL},
    /* what the store will do, and when */
    {"送达", SAY_FORECAST}, {"送到", SAY_FORECAST}, {"到货", SAY_FORECAST}, {"到您手", SAY_FORECAST},
    {"到你手", SAY_FORECAST}, {"到手", SAY_FORECAST}, {"抵达", SAY_FORECAST}, {"会收到", SAY_WILL}, {"将收到", SAY_WILL},
    {"能收到", SAY_WILL}, {"可收到", SAY_WILL}, {"可以收到", SAY_WILL}, {"收到货", SAY_FORECAST}, {"收到包裹", SAY_FORECAST},
    {"收到成品", SAY_FORECAST}, {"拿到", SAY_FORECAST}, {"会送达", SAY_WILL}, {"将送达", SAY_WILL}, {"会到", SAY_WILL},
    {"能到", SAY_WILL}, {"将到", SAY_WILL}, {"准到", SAY_WILL}, {"发货", SAY_FORECAST}, {"会发货", SAY_WILL},
    {"将发货", SAY_WILL}, {"能发货", SAY_WILL}, {"发出", SAY_FORECAST}, {"寄出", SAY_FORECAST}, {"会寄出", SAY_WILL},
    {"将寄出", SAY_WILL}, {"出库", SAY_FORECAST}, {"出货", SAY_FORECAST}, {"发走", SAY_FORECAST},
    {"完工", SAY_FORECAST}, {"做好", SAY_FORECAST}, {"做完", SAY_FORECAST}, {"刻好", SAY_FORECAST},
    {"刻完", SAY_FORECAST}, {"绣好", SAY_FORECAST}, {"画好", SAY_FORECAST}, {"完成", SAY_FORECAST},
    {"交付", SAY_FORECAST}, {"交货", SAY_FORECAST}, {"出厂", SAY_FORECAST}, {"开工", SAY_FORECAST},
    {"投产", SAY_FORECAST}, {"开始制作", SAY_FORECAST}, {"动工", SAY_FORECAST}, {"保证", SAY_WILL}, {"一定到", SAY_WILL},
    {"肯定到", SAY_WILL}, {"肯定能", SAY_WILL}, {"一定能", SAY_WILL}, {"预计送达", SAY_WILL}, {"预计到货", SAY_WILL},
    {"预计发货", SAY_WILL},
    {"会在", SAY_SHALL}, {"将在", SAY_SHALL}, {"将于", SAY_SHALL}, {"会于", SAY_SHALL}, {"能在", SAY_SHALL}, {"可在", SAY_SHALL}, {"可以在", SAY_SHALL}, {"应该在", SAY_SHALL}, {"大概在", SAY_SHALL},
    {"收到", SAY_RECEIVE},
    /* negations */
    {"不能", SAY_NOT}, {"没法", SAY_NOT}, {"不可", SAY_NOT}, {"不支持", SAY_NOT}, {"不予", SAY_NOT}, {"不会", SAY_NOT},
    {"没有", SAY_NOT}, {"还没", SAY_NOT}, {"尚未", SAY_NOT}, {"暂不", SAY_NOT}, {"不敢", SAY_NOT}, {"不保证", SAY_NOT},
    {"无法保证", SAY_NOT}, {"不能保证", SAY_NOT}, {"没法保证", SAY_NOT}, {"打包票", SAY_NOT}, {"赶不上", SAY_NOT},
    {"来不及", SAY_NOT}, {"不必", SAY_NOT}, {"而不是", SAY_NOT},
    /* conditions, questions, what the customer wishes */
    {"如果", SAY_IF}, {"若", SAY_IF}, {"要是", SAY_IF}, {"倘若", SAY_IF}, {"万一", SAY_IF}, {"的话", SAY_IF},
    {"是否", SAY_IF}, {"能否", SAY_IF}, {"可否", SAY_IF}, {"要不要", SAY_IF}, {"还是", SAY_IF}, {"或者", SAY_IF},
    {"有权", SAY_IF}, {"可以选择", SAY_IF}, {"由您选", SAY_IF}, {"由你选", SAY_IF}, {"赶得上", SAY_MAYBE},
    {"来得及", SAY_MAYBE}, {"赶在", SAY_MAYBE}, {"要赶", SAY_MAYBE}, {"余地", SAY_MAYBE}, {"您需要", SAY_MAYBE},
    {"您要的", SAY_MAYBE}, {"您说的", SAY_MAYBE}, {"婚礼", SAY_MAYBE}, {"生日", SAY_MAYBE}, {"有可能", SAY_MAYBE},
    {"不一定", SAY_MAYBE}, {"原定", SAY_MAYBE}, {"原来说", SAY_MAYBE}, {"答应", SAY_MAYBE}, {"确认丢失", SAY_IF},
    {"最晚会在", SAY_MAYBE},
    /* open ends of a span */
    {"最早", SAY_EARLIEST}, {"以后", SAY_EARLIEST}, {"之后", SAY_EARLIEST}, {"那一周", SAY_EARLIEST},
    {"当周", SAY_EARLIEST},
    /* personalizations read back */
    {"刻", SAY_SPEC}, {"刻字", SAY_SPEC}, {"改成", SAY_SPEC}, {"改为", SAY_SPEC}, {"换成", SAY_SPEC},
    {"文字", SAY_SPEC}, {"内容", SAY_SPEC}, {"写的是", SAY_SPEC}, {"原来的", SAY_SPEC}, {"改后的", SAY_SPEC},
    {"原：", SAY_SPEC}, {"新：", SAY_SPEC}, {"原文", SAY_SPEC}, {"绣", SAY_SPEC}, {"印", SAY_SPEC},
    {"名字", SAY_SPEC}, {"成品上", SAY_SPEC},
    /* for the customer to answer */
    {"回复", SAY_REPLY}, {"回信", SAY_REPLY}, {"答复", SAY_REPLY}, {"点击", SAY_REPLY}, {"点开", SAY_REPLY},
    {"按钮", SAY_REPLY}, {"标题", SAY_REPLY}, {"填写", SAY_REPLY}, {"输入", SAY_REPLY}, {"写上", SAY_REPLY},
    {"选项", SAY_REPLY}, {"页面", SAY_REPLY}, {"写明", SAY_REPLY},
};
/* clang-format on */

struct saying_table sayings_zh(void)
{
    return (struct saying_table){rows, sizeof rows / sizeof *rows};
}
