"""What people learn and which systems they use."""

from fupan.contracts.field import Field
from fupan.contracts.table import Table
from fupan.contracts.tables.shared import ORG_UNIT, PERSON, POSITION, REGION, date, number, required, text

TRAININGS = Table(
    "trainings", "fact", "培训成绩", "Training results", "a person's result in one training", ("training_id", "person_id"),
    (
        required(text("training_id", "培训编号", "Training id", "培训场次", "场次编号")), required(PERSON), POSITION, ORG_UNIT, REGION,
        text("course", "课程", "Course", "培训课程", "课程名称"), date("training_date", "培训日期", "Trained on", "考试日期", need=True),
        number("score", "培训得分", "Score", "考试成绩", "成绩"), Field("passed", "flag", "是否合格", "Passed", synonyms=("合格", "是否通过", "考核通过")),
    ),
    times=(("training", "training_date"),), synonyms=("培训", "培训成绩", "考试成绩", "trainings", "courses"),
)  # fmt: skip

SYSTEM_USES = Table(
    "system_uses", "fact", "系统使用", "System use", "a person used a system on a day", ("system", "person_id", "use_date"),
    (
        required(text("system", "系统名称", "System", "应用", "application")), required(PERSON), POSITION, ORG_UNIT, REGION,
        date("use_date", "使用日期", "Used on", "登录日期", need=True), number("actions", "操作次数", "Actions", "登录次数", "录入条数"),
    ),
    times=(("use", "use_date"),), synonyms=("系统使用", "登录日志", "crm使用", "system use"),
)  # fmt: skip

TABLES = (TRAININGS, SYSTEM_USES)
