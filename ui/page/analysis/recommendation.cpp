// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page/analysis/recommendation.h"

#include "ui/text/tr.h"

#include <algorithm>
#include <cmath>

namespace qbm::ui {

namespace {

const CapacityLine* lineOf(const CapacityOutcome& outcome, std::optional<int> replicas)
{
    const auto found
        = std::ranges::find_if(outcome.lines, [&](const CapacityLine& line) { return line.row.replicas == replicas; });
    return found != outcome.lines.end() ? &*found : nullptr;
}

QString quantity(double value, Unit unit)
{
    return qstr(formatQuantity(value, unit).joined());
}

QString loadPhrase(const CapacityOutcome& outcome)
{
    const QString rate = quantity(outcome.arrivalRate, Unit::PerSecond);
    if (outcome.assumptions.loadFactor == 1)
        return Tr::tr("at the present %1").arg(rate);
    return Tr::tr("at %1, %2 times the present load").arg(rate, QString::number(outcome.assumptions.loadFactor, 'g', 3));
}

QString recommendedSentence(const CapacityOutcome& outcome)
{
    const QString target = quantity(outcome.assumptions.targetSeconds, Unit::Seconds);
    if (!outcome.recommended)
        return Tr::tr("No number of replicas up to %1 keeps p95 under %2 %3.")
            .arg(QString::number(outcome.lines.size()), target, loadPhrase(outcome));
    if (*outcome.recommended == 1)
        return Tr::tr("1 replica keeps p95 under %1 %2.").arg(target, loadPhrase(outcome));
    return Tr::tr("%1 replicas keep p95 under %2 %3.")
        .arg(QString::number(*outcome.recommended), target, loadPhrase(outcome));
}

/// Of a number that is not the recommended one.
QString chosenSentence(const CapacityOutcome& outcome, const CapacityLine& line)
{
    const int count = line.row.replicas;
    const QString target = quantity(outcome.assumptions.targetSeconds, Unit::Seconds), load = loadPhrase(outcome);
    const QString predicted = line.row.stable ? quantity(line.row.quantileSeconds, Unit::Seconds) : QString();
    QString sentence = line.row.stable
        ? Tr::tr("With the %n replica(s) you chose, p95 is predicted to be %1 %2.", nullptr, count).arg(predicted, load)
        : Tr::tr("The %n replica(s) you chose cannot serve all requests %1.", nullptr, count).arg(load);
    sentence += QLatin1Char(' ');
    if (!outcome.recommended)
        sentence += Tr::tr("No number up to %1 keeps p95 under %2.").arg(QString::number(outcome.lines.size()), target);
    else
        sentence += Tr::tr("The fewest that keep p95 under %1 are %2.").arg(target, QString::number(*outcome.recommended));
    return sentence;
}

} // namespace

Recommendation recommend(const QString& deployment, const CapacityOutcome& outcome, std::optional<int> chosen)
{
    const bool taken = lineOf(outcome, chosen) != nullptr;
    return {deployment, outcome.presentReplicas, taken ? chosen : outcome.recommended, taken};
}

QString answerSentence(const CapacityOutcome& outcome, const Recommendation& recommendation)
{
    const CapacityLine* line = lineOf(outcome, recommendation.replicas);
    QString sentence = line != nullptr && recommendation.replicas != outcome.recommended ? chosenSentence(outcome, *line)
                                                                                       : recommendedSentence(outcome);
    if (!outcome.modelErrorRatio)
        return sentence;
    const QString percent = QString::number(std::lround(std::fabs(*outcome.modelErrorRatio) * 100));
    return sentence + QLatin1Char(' ')
        + Tr::tr("The model is %1 % off at the present %2.").arg(percent, QString::number(outcome.presentReplicas));
}

QString scaleText(const Recommendation& recommendation)
{
    if (!recommendation.replicas)
        return Tr::tr("Scale %1…").arg(recommendation.deployment);
    return Tr::tr("Scale %1 to %2…").arg(recommendation.deployment, QString::number(*recommendation.replicas));
}

QString whyNotScale(const Recommendation& recommendation)
{
    if (recommendation.deployment.isEmpty())
        return Tr::tr("Nothing is predicted yet.");
    if (!recommendation.replicas)
        return Tr::tr("No number of replicas meets the target. Choose one in the chart or the table to scale all the same.");
    if (!recommendation.changesSomething())
        return Tr::tr("It has %1 replicas already. Choose another number in the chart or the table.")
            .arg(*recommendation.replicas);
    return {};
}

} // namespace qbm::ui
