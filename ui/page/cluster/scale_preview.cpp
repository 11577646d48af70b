// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/cluster/scale_preview.h"

#include "ui/operation/plan_view.h"
#include "ui/text/tr.h"
#include "widgets/feedback/reading_label.h"
#include "widgets/theme/state.h"
#include "widgets/theme/style.h"

#include <QGridLayout>

namespace qbm::ui {

using namespace widgets;

namespace {

QLabel* heading(const QString& text)
{
    return makeLabel(text, TypeRole::Caption, TextTone::Secondary, tokens::kWeightSemibold);
}

/// A number with what it is above and what it is worth below.
QWidget* makeFigure(const QString& title, const QString& value, const QString& note, TextTone tone)
{
    auto* figure = new QWidget;
    auto* column = new QVBoxLayout(figure);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceXs);
    QLabel* name = makeLabel(title, TypeRole::Body, TextTone::Secondary);
    name->setWordWrap(true);
    QLabel* number = makeLabel(value, TypeRole::Page, tone, tokens::kWeightSemibold);
    QLabel* small = makeLabel(note, TypeRole::Caption, TextTone::Muted);
    small->setWordWrap(true);
    column->addWidget(name);
    column->addWidget(number);
    column->addWidget(small);
    column->addStretch();
    return figure;
}

QWidget* makeMeasured(const Reading& reading)
{
    const ReadingText text = describe(reading, systemClock().now());
    const QString value = text.unit.isEmpty() ? text.number : text.number + QLatin1Char(' ') + text.unit;
    const QString note = text.stateWord.isEmpty() ? qstr(reading.source) : text.stateWord;
    QWidget* figure = makeFigure(Tr::tr("p95 measured now"), value, note, TextTone::Primary);
    figure->setToolTip(text.toolTip);
    return figure;
}

QWidget* makePredicted(const QString& title, const std::optional<service::LatencyPrediction>& prediction)
{
    if (!prediction)
        return makeFigure(title, qstr(kUnknown), Tr::tr("no prediction"), TextTone::Muted);
    if (!prediction->stable)
        return makeFigure(title, QStringLiteral("∞"), Tr::tr("the queue would grow without end"), TextTone::Danger);
    const QString band = Tr::tr("%1 to %2 in 95 of 100 cases")
                             .arg(qstr(formatQuantity(prediction->lowSeconds, Unit::Seconds).joined()),
                                 qstr(formatQuantity(prediction->highSeconds, Unit::Seconds).joined()));
    return makeFigure(
        title, qstr(formatQuantity(prediction->seconds, Unit::Seconds).joined()), band, TextTone::Primary);
}

} // namespace

QString predictionText(const std::optional<service::LatencyPrediction>& prediction)
{
    if (!prediction)
        return qstr(kUnknown);
    if (!prediction->stable)
        return Tr::tr("the queue would grow without end");
    return Tr::tr("%1 (%2 to %3)")
        .arg(qstr(formatQuantity(prediction->seconds, Unit::Seconds).joined()),
            qstr(formatQuantity(prediction->lowSeconds, Unit::Seconds).joined()),
            qstr(formatQuantity(prediction->highSeconds, Unit::Seconds).joined()));
}

ScalePreviewView::ScalePreviewView(const service::ScalePreview& preview, QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(tokens::kSpaceM);
    column->addWidget(heading(Tr::tr("Latency")));
    auto* figures = new QGridLayout;
    figures->setHorizontalSpacing(tokens::kSpaceL);
    figures->addWidget(makeMeasured(preview.measuredP95), 0, 0);
    figures->addWidget(makePredicted(Tr::tr("Model at %1 now").arg(preview.current), preview.predictedNow), 0, 1);
    figures->addWidget(makePredicted(Tr::tr("Model at %1 then").arg(preview.wanted), preview.predictedThen), 0, 2);
    for (int i = 0; i < 3; ++i)
        figures->setColumnStretch(i, 1);
    column->addLayout(figures);
    for (const Text& warning : preview.modelWarnings) {
        auto* row = new QHBoxLayout;
        row->setSpacing(tokens::kSpaceS);
        QLabel* sentence = makeLabel(translated(warning), TypeRole::Body, TextTone::Secondary);
        sentence->setWordWrap(true);
        auto* mark = new StateGlyph(State::Info);
        mark->setFixedHeight(mark->fontMetrics().height());
        row->addWidget(mark, 0, Qt::AlignTop);
        row->addWidget(sentence, 1);
        column->addLayout(row);
    }
    column->addWidget(makeSeparator());
    column->addWidget(heading(Tr::tr("Checks")));
    column->addWidget(makeCheckList(preview.checks));
    column->addStretch();
}

} // namespace qbm::ui
