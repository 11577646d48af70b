// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/alerts/alert_details.h"

#include "core/health/alert_severity.h"
#include "ui/layout/details_column.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"

#include <QStringList>

namespace qbm::ui {

using namespace widgets;

namespace {

/// `namespace="qbm", severity=~"warn.*"`, as Alertmanager and PromQL write conditions.
QString matchersText(const std::vector<prometheus::Matcher>& matchers)
{
    QStringList all;
    for (const prometheus::Matcher& matcher : matchers) {
        const char* sign = matcher.isRegex ? (matcher.isEqual ? "=~" : "!~") : (matcher.isEqual ? "=" : "!=");
        all << qstr(matcher.label) + QLatin1String(sign) + QLatin1Char('"') + qstr(matcher.value) + QLatin1Char('"');
    }
    return all.join(QStringLiteral(", "));
}

void addSilence(DetailsColumn& column, const prometheus::Silence& silence)
{
    column.section(Tr::tr("Silenced"));
    column.fact(Tr::tr("By"), qstr(silence.createdBy));
    column.fact(Tr::tr("Reason"), qstr(silence.comment));
    column.fact(Tr::tr("Silenced since"), localTimeText(silence.startsAt));
    column.fact(Tr::tr("Until"), localTimeText(silence.endsAt));
    column.fact(Tr::tr("For alerts with"), matchersText(silence.matchers));
}

void addPairs(DetailsColumn& column, const QString& title, const prometheus::Labels& pairs)
{
    if (pairs.empty())
        return;
    column.section(title);
    for (const auto& [key, value] : pairs)
        column.fact(qstr(key), qstr(value));
}

} // namespace

State stateOf(const AlertRow& row)
{
    if (!row.alert.firing())
        return row.alert.state == "suppressed" ? State::Stale : State::Unknown;
    switch (health::severityOf(row.alert)) {
    case health::Severity::Critical: return State::Danger;
    case health::Severity::Warning: return State::Warning;
    default: return State::Info;
    }
}

QString stateWord(const AlertRow& row)
{
    if (row.alert.firing())
        return Tr::tr("firing");
    if (!row.alert.silencedBy.empty())
        return Tr::tr("silenced");
    return row.alert.inhibitedBy.empty() ? Tr::tr("not looked at yet") : Tr::tr("inhibited");
}

QWidget* makeAlertDetails(const AlertRow& row)
{
    const prometheus::Alert& alert = row.alert;
    DetailsColumn column;
    const QString severity = alert.severity().empty() ? Tr::tr("no severity given") : qstr(alert.severity());
    column.line(stateOf(row), stateWord(row) + QStringLiteral(" · ") + severity, qstr(health::wordsOf(alert)));
    column.fact(Tr::tr("There since"), localTimeText(alert.startsAt));
    column.fact(Tr::tr("Receivers"), [&] {
        QStringList names;
        for (const std::string& receiver : alert.receivers)
            names << qstr(receiver);
        return names.join(QStringLiteral(", "));
    }());
    for (const prometheus::Silence& silence : row.silences)
        addSilence(column, silence);
    if (row.silences.size() < alert.silencedBy.size()) {
        column.section(Tr::tr("Silenced"));
        column.note(Tr::tr("By a silence that Alertmanager no longer lists: %1").arg(qstr(alert.silencedBy.front())));
    }
    if (!alert.inhibitedBy.empty()) {
        column.section(Tr::tr("Inhibited"));
        column.note(Tr::tr("Another alert that is firing keeps this one quiet, by a rule of Alertmanager."));
    }
    addPairs(column, Tr::tr("Labels"), alert.labels);
    addPairs(column, Tr::tr("Annotations"), alert.annotations);
    if (!alert.generatorUrl.empty()) {
        column.section(Tr::tr("Source"));
        column.note(qstr(alert.generatorUrl));
    }
    return column.finish();
}

} // namespace qbm::ui
