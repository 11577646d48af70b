// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery_pages.h"

#include "widgets/chart/stat_panel.h"
#include "widgets/chart/time_series_chart.h"
#include "widgets/chart/xy_chart.h"
#include "widgets/feedback/badge.h"
#include "widgets/feedback/banner.h"
#include "widgets/feedback/card.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/feedback/state_panel.h"
#include "widgets/feedback/tile.h"
#include "widgets/form/form.h"
#include "widgets/table/table_model.h"
#include "widgets/table/table_view.h"
#include "widgets/theme/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <cmath>

using namespace qbm::widgets;
using qbm::Reading;
using qbm::ReadingState;
using qbm::Unit;

namespace gallery {

bool chinese = false;

QString say(const char* english, const char* chineseText) { return QString::fromUtf8(chinese ? chineseText : english); }

namespace {

class StillClock : public qbm::Clock {
public:
    qbm::TimePoint now() const override { return qbm::parseRfc3339("2026-11-22T10:15:30Z").value(); }
};
const StillClock kClock;

double nowSeconds() { return double(std::chrono::duration_cast<std::chrono::seconds>(kClock.now().time_since_epoch()).count()); }

Reading reading(double value, Unit unit, ReadingState state = ReadingState::Value, int ageSeconds = 4)
{
    Reading r;
    r.value = value;
    r.unit = unit;
    r.state = state;
    r.source = "Prometheus";
    r.query = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))";
    r.at = kClock.now() - std::chrono::seconds(ageSeconds);
    return r;
}

ChartSeries wave(const QString& name, double base, double swing, double phase, int points = 721, double hours = 6)
{
    ChartSeries s;
    s.name = name;
    const double to = nowSeconds(), from = to - hours * 3600;
    for (int i = 0; i < points; ++i) {
        const double t = from + (to - from) * i / (points - 1);
        const double noise = std::sin(i * 12.9898) * 43758.5453;
        const double value = base + swing * std::sin(i / 60.0 + phase) + 0.25 * swing * (noise - std::floor(noise) - 0.5);
        s.times.push_back(t);
        s.values.push_back(i > 400 && i < 450 ? std::nan("") : value);
    }
    return s;
}

void trendOf(Tile* tile, double base, double swing, double phase)
{
    auto s = wave({}, base, swing, phase, 180);
    tile->setTrend(s.times, s.values);
}

QWidget* tilesRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(tokens::kSpaceL);
    const auto add = [&](const QString& label, const Reading& r) {
        auto* tile = new Tile(label, nullptr, kClock);
        tile->setReading(r);
        layout->addWidget(tile);
        return tile;
    };
    trendOf(add(say("p95 latency", "p95 延迟"), reading(0.1843, Unit::Seconds)), 0.18, 0.03, 0);
    trendOf(add(say("Model accuracy", "模型准确率"), reading(0.93128, Unit::Ratio)), 0.93, 0.01, 2);
    auto* backup = add(say("Last backup", "最近备份"), reading(11520, Unit::Seconds));
    backup->setValueText(say("3 h 12 min ago", "3 h 12 min 前"));
    backup->setState(State::Ok, say("verified", "已校验"));
    auto* alerts = add(say("Alerts", "告警"), reading(1, Unit::Count));
    alerts->setValueText(say("1 firing", "1 条触发"));
    alerts->setState(State::Warning, say("see which", "查看"));
    add(say("Requests", "请求"), reading(std::nan(""), Unit::PerSecond, ReadingState::NoTraffic));
    return row;
}

QWidget* statesRow()
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(tokens::kSpaceL);
    auto down = reading(std::nan(""), Unit::PerSecond, ReadingState::SourceDown);
    down.error = qbm::Error{qbm::ErrorKind::Unreachable, qbm::text("Prometheus at 127.0.0.1:9090 refused the connection."), {}, {}};
    const std::vector<std::pair<QString, Reading>> readings{{say("Error rate", "错误率"), down},
        {say("Replica lag", "复制延迟"), reading(2.41, Unit::Seconds, ReadingState::Stale, 187)},
        {say("Cache hits", "缓存命中率"), reading(std::nan(""), Unit::Percent, ReadingState::NoData)}};
    for (const auto& [label, r] : readings) {
        auto* tile = new Tile(label, nullptr, kClock);
        tile->setReading(r);
        if (r.state == ReadingState::Stale)
            trendOf(tile, 2, 0.8, 1);
        layout->addWidget(tile);
    }
    for (const double value : {0.931, 0.871}) {
        auto* card = new Card;
        auto* stat = new StatPanel;
        stat->setTitle(say("Model Accuracy", "模型准确率"));
        stat->setReading(reading(value, Unit::Ratio), kClock.now());
        stat->setThresholds({{0.9, State::Warning, {}, false}, {0.8, State::Danger, {}, false}});
        auto s = wave({}, value, 0.01, 1, 200);
        stat->setTrend(s.times, s.values);
        card->body()->addWidget(stat);
        card->setFixedHeight(200);
        layout->addWidget(card);
    }
    return row;
}

struct Pod {
    QString name, node, status;
    State state = State::Ok;
    double cpu = 0, memory = 0;
    int restarts = 0;
};

std::vector<TableColumn<Pod>> podColumns()
{
    std::vector<TableColumn<Pod>> columns(5);
    columns[0].id = QStringLiteral("status");
    columns[0].title = [] { return say("Status", "状态"); };
    columns[0].text = [](const Pod& p) { return p.status; };
    columns[0].state = [](const Pod& p) { return std::optional(p.state); };
    columns[0].width = 150;
    columns[1].id = QStringLiteral("name");
    columns[1].title = [] { return QStringLiteral("Pod"); };
    columns[1].text = [](const Pod& p) { return p.name; };
    columns[1].mono = true;
    columns[1].stretch = true;
    columns[2].id = QStringLiteral("cpu");
    columns[2].title = [] { return QStringLiteral("CPU"); };
    columns[2].numeric = true;
    columns[2].text = [](const Pod& p) { return std::isnan(p.cpu) ? QStringLiteral("–") : QString::number(p.cpu); };
    columns[2].unit = [](const Pod& p) { return std::isnan(p.cpu) ? QString() : QStringLiteral("m"); };
    columns[2].sortKey = [](const Pod& p) { return SortKey(p.cpu); };
    columns[3].id = QStringLiteral("memory");
    columns[3].title = [] { return say("Memory", "内存"); };
    columns[3].numeric = true;
    columns[3].text = [](const Pod& p) { return QString::fromStdString(qbm::formatQuantity(p.memory, Unit::Bytes).number); };
    columns[3].unit = [](const Pod& p) { return QString::fromStdString(qbm::formatQuantity(p.memory, Unit::Bytes).unit); };
    columns[4].id = QStringLiteral("restarts");
    columns[4].title = [] { return say("Restarts", "重启次数"); };
    columns[4].numeric = true;
    columns[4].text = [](const Pod& p) { return QString::number(p.restarts); };
    columns[4].sortKey = [](const Pod& p) { return SortKey(double(p.restarts)); };
    return columns;
}

TableView* podTable(QObject* owner)
{
    auto* model = new TableModel<Pod>([](const Pod& p) { return p.name; }, podColumns(), owner);
    auto* table = new TableView;
    table->setModel(model);
    std::vector<Pod> pods;
    for (int i = 0; i < 14; ++i) {
        Pod pod{QStringLiteral("backend-7d9f8b6c5-%1").arg(QString::number(i * 7919 % 46656, 36), 5, QLatin1Char('x')), QStringLiteral("node-%1").arg(i % 3),
            say("Running", "Running"), State::Ok, 120.0 + i * 13 % 90, 212e6 + i * 7.7e6, i % 5 == 4 ? 3 : 0};
        if (i == 2) {
            pod.state = State::Warning;
            pod.status = say("Not ready 42 s", "未就绪 42 s");
        }
        if (i == 5) {
            pod.state = State::Danger;
            pod.status = QStringLiteral("CrashLoopBackOff");
            pod.cpu = std::nan("");
            pod.restarts = 17;
        }
        pods.push_back(pod);
    }
    model->setRows(std::move(pods));
    table->view()->sortByColumn(4, Qt::DescendingOrder);
    table->view()->selectRow(2);
    return table;
}

TimeSeriesChart* latencyChart(ChartCrosshair* crosshair)
{
    auto* chart = new TimeSeriesChart;
    chart->setTitle(say("API response time, p95", "API 响应时间 p95"));
    chart->setUnit(Unit::Seconds);
    chart->setTimeRange(nowSeconds() - 6 * 3600, nowSeconds());
    chart->setSeries({wave(QStringLiteral("/api/v1/predict"), 0.18, 0.05, 0), wave(QStringLiteral("/api/v1/models/train"), 0.12, 0.03, 2), wave(QStringLiteral("/health"), 0.03, 0.01, 4)});
    chart->setThresholds({{0.25, State::Warning, say("target 250 ms", "目标 250 ms"), true}});
    chart->setMarks({{nowSeconds() - 2 * 3600, say("Scale backend 3 → 5", "backend 扩容 3 → 5"), QStringLiteral("ops"), State::Info, QStringLiteral("op1")},
        {nowSeconds() - 5 * 3600, say("Backup", "备份"), {}, State::Ok, QStringLiteral("op2")}});
    chart->setCrosshair(crosshair);
    return chart;
}

} // namespace

QWidget* buttonsPage()
{
    auto* card = new Card(say("Controls", "控件"));
    card->setSubtitle(say("Buttons, fields and marks of state", "按钮、输入框与状态标记"));
    auto* more = new QToolButton;
    more->setIcon(icon(QStringLiteral("view-refresh"), TextTone::Secondary));
    more->setAccessibleName(say("Refresh", "刷新"));
    card->addAction(more);
    auto* buttons = new QHBoxLayout;
    const auto add = [&](const QString& text, ButtonKind kind, bool enabled = true) {
        auto* button = new QPushButton(text);
        setButtonKind(*button, kind);
        button->setEnabled(enabled);
        buttons->addWidget(button);
        return button;
    };
    add(say("Back up now", "立即备份"), ButtonKind::Primary)->setIcon(iconOnAccent(QStringLiteral("document-save")));
    add(say("Verify", "校验"), ButtonKind::Default)->setIcon(icon(QStringLiteral("checkmark")));
    add(say("Delete backup", "删除备份"), ButtonKind::Danger);
    add(say("Details", "详情"), ButtonKind::Flat);
    add(say("Disabled", "不可用"), ButtonKind::Default, false);
    add(say("Disabled", "不可用"), ButtonKind::Primary, false);
    auto* focused = add(say("Focused", "键盘焦点"), ButtonKind::Default);
    focused->setObjectName(QStringLiteral("focusMe"));
    buttons->addStretch(1);
    card->body()->addLayout(buttons);

    auto* badges = new QHBoxLayout;
    for (const State state : {State::Ok, State::Warning, State::Danger, State::Unknown, State::Stale, State::Info}) {
        auto* badge = new Badge;
        badge->setState(state);
        badges->addWidget(badge);
    }
    badges->addWidget(new Badge(QStringLiteral("qbm-system")));
    for (const qbm::Tier tier : {qbm::Tier::Lab, qbm::Tier::Development, qbm::Tier::Staging, qbm::Tier::Production}) {
        auto* badge = new Badge;
        badge->setTier(tier, {}, tier == qbm::Tier::Production);
        badges->addWidget(badge);
    }
    badges->addStretch(1);
    card->body()->addLayout(badges);

    auto* fields = new QGridLayout;
    fields->setHorizontalSpacing(tokens::kSpaceL);
    fields->setVerticalSpacing(tokens::kSpaceM);
    auto* host = new QLineEdit(QStringLiteral("postgres.qbm-system.svc"));
    auto* port = new QSpinBox;
    port->setRange(1, 65535);
    port->setValue(5432);
    auto* mode = new QComboBox;
    mode->addItems({say("Prefer TLS", "优先使用 TLS"), say("Require TLS", "必须使用 TLS")});
    auto* wrong = new FormRow(say("Namespace", "命名空间"), new QLineEdit(QStringLiteral("QBM System")));
    wrong->setError(say("Use lower-case letters, digits and dashes, for example qbm-system.", "只能使用小写字母、数字和短横线，例如 qbm-system。"));
    auto* hostRow = new FormRow(say("Host", "主机"), host);
    hostRow->setHint(say("A name or an address.", "主机名或地址。"));
    auto* reference = new SecretReferenceField;
    reference->setReference(QStringLiteral("kube-secret:qbm-system/qbm-secrets/DB_PASSWORD"));
    auto* secret = new SecretField;
    secret->setText(QStringLiteral("not-a-secret"));
    fields->addWidget(hostRow, 0, 0, Qt::AlignTop);
    fields->addWidget(new FormRow(say("Port", "端口"), port), 0, 1, Qt::AlignTop);
    fields->addWidget(new FormRow(say("Encryption", "加密"), mode), 0, 2, Qt::AlignTop);
    fields->addWidget(wrong, 1, 0, Qt::AlignTop);
    fields->addWidget(new FormRow(say("Password", "密码"), secret), 1, 1, Qt::AlignTop);
    fields->addWidget(new FormRow(say("Password from", "密码来源"), reference), 1, 2, Qt::AlignTop);
    fields->setColumnStretch(0, 1);
    fields->setColumnStretch(1, 1);
    fields->setColumnStretch(2, 2);
    card->body()->addLayout(fields);

    auto* marks = new QHBoxLayout;
    auto* on = new QCheckBox(say("Keep 30 days", "保留 30 天"));
    on->setChecked(true);
    marks->addWidget(on);
    marks->addWidget(new QCheckBox(say("Compress", "压缩")));
    auto* one = new QRadioButton(say("Side database", "旁路数据库"));
    one->setChecked(true);
    marks->addWidget(one);
    marks->addWidget(new QRadioButton(say("In place", "原地")));
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setValue(40);
    marks->addWidget(slider);
    auto* progress = new QProgressBar;
    progress->setValue(62);
    marks->addWidget(progress, 1);
    card->body()->addLayout(marks);
    return card;
}

QWidget* feedbackPage(QObject* owner)
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceL);
    auto* banner = new Banner;
    banner->setMessage(State::Warning, say("The replica is 4 min 10 s behind the primary.", "备库落后主库 4 min 10 s。"));
    banner->setAction(say("See replication", "查看复制状态"));
    banner->setClosable(true);
    column->addWidget(banner);
    column->addWidget(tilesRow());
    auto* card = new Card(say("Pods", "Pod 列表"));
    auto* filter = new SearchField;
    filter->setFixedWidth(220);
    card->addAction(filter);
    auto* table = podTable(owner);
    table->setFilterField(filter);
    table->setProperty("flush", true);
    card->body()->addWidget(table);
    card->setBodyFlush(true);
    column->addWidget(card, 1);
    auto* tabs = new QTabWidget;
    for (const QString& name : {say("Revisions", "修订版本"), say("Events", "事件"), say("Logs", "日志")})
        tabs->addTab(new QWidget, name);
    tabs->setFixedHeight(40);
    column->addWidget(tabs);
    auto* stale = new StatePanel(makeLabel(say("Content under a stale banner", "横幅下方的内容")));
    stale->showStale(say("PostgreSQL does not answer.", "PostgreSQL 没有响应。"), kClock.now() - std::chrono::seconds(95), kClock);
    column->addWidget(stale);
    column->addWidget(statesRow());
    return page;
}

QWidget* chartsPage(ChartCrosshair* crosshair)
{
    auto* page = new QWidget;
    auto* grid = new QGridLayout(page);
    grid->setContentsMargins({});
    grid->setSpacing(tokens::kSpaceL);
    const auto add = [&](QWidget* chart, int row, int column) {
        auto* card = new Card;
        card->body()->addWidget(chart);
        grid->addWidget(card, row, column);
    };
    add(latencyChart(crosshair), 0, 0);
    auto* memory = new TimeSeriesChart;
    memory->setTitle(say("Memory by pod", "各 Pod 内存"));
    memory->setUnit(Unit::Bytes);
    std::vector<ChartSeries> lines;
    for (int i = 0; i < 8; ++i)
        lines.push_back(wave(QStringLiteral("backend-7d9f8b6c5-%1").arg(i), 1.2e8 + i * 2.5e7, 9e6, i));
    memory->setSeries(std::move(lines));
    memory->setFilled(true);
    memory->setCrosshair(crosshair);
    add(memory, 0, 1);

    auto* whatIf = new XYChart;
    whatIf->setTitle(say("p95 at N replicas", "N 个副本时的 p95"));
    whatIf->setUnit(Unit::Seconds);
    whatIf->setXAxis(say("Replicas", "副本数"));
    XYSeries answer;
    answer.name = QStringLiteral("backend");
    for (int n = 1; n <= 12; ++n) {
        answer.x.push_back(n);
        const double y = n < 3 ? std::nan("") : 0.09 + 0.9 / (n * n - 4);
        answer.y.push_back(y);
        answer.low.push_back(y * 0.85);
        answer.high.push_back(y * 1.2);
    }
    whatIf->setSeries({answer});
    whatIf->setCurrent(3, say("now: 3", "当前：3"));
    whatIf->setSelected(5);
    whatIf->setTarget(0.15, say("target 150 ms", "目标 150 ms"));
    add(whatIf, 1, 0);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(0, 3);
    grid->setRowStretch(1, 2);
    auto* states = new QWidget;
    auto* column = new QHBoxLayout(states);
    column->setContentsMargins({});
    auto* failed = new TimeSeriesChart;
    failed->setTitle(say("Error rate", "错误率"));
    failed->showError(qbm::Error{qbm::ErrorKind::Unreachable, qbm::Text(say("Prometheus at 127.0.0.1:9090 refused the connection. Start it or change the address in the profile.",
        "127.0.0.1:9090 上的 Prometheus 拒绝连接。请启动它，或在配置档案中修改地址。").toStdString()), "curl: (7) Failed to connect", {}});
    auto* quiet = new TimeSeriesChart;
    quiet->setTitle(say("Latency at night", "夜间延迟"));
    quiet->showNoTraffic();
    column->addWidget(failed);
    column->addWidget(quiet);
    add(states, 1, 1);
    return page;
}

QWidget* window(QWidget* content, const QSize& size)
{
    auto* root = new QWidget;
    auto* column = new QVBoxLayout(root);
    column->setContentsMargins(tokens::kSpaceXl, tokens::kSpaceL, tokens::kSpaceXl, tokens::kSpaceXl);
    auto* heading = new QHBoxLayout;
    auto* mark = new QLabel;
    mark->setPixmap(productIcon().pixmap(QSize(tokens::kIconLarge, tokens::kIconLarge)));
    heading->addWidget(mark);
    heading->addWidget(makeLabel(say("Widget gallery", "控件总览"), TypeRole::Page, TextTone::Primary, tokens::kWeightSemibold));
    heading->addStretch(1);
    column->addLayout(heading);
    column->addWidget(makeLabel(say("Everything the screens are built from, in one place.", "界面所用的全部控件。"), TypeRole::Body, TextTone::Secondary));
    column->addSpacing(tokens::kSpaceS);
    column->addWidget(content, 1);
    root->resize(size);
    return root;
}

} // namespace gallery
