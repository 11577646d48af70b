// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/application/training.h"

#include "app/lab/application/lab_facts.h"
#include "core/base/sha256.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace qbm::lab {

namespace {

constexpr std::size_t kRemembered = 1'000;
constexpr std::size_t kTerms = 4; // intercept, price, marketing, season
constexpr std::size_t kTrainingRows = 4'000;
constexpr std::size_t kHeldOutRows = 1'000;
constexpr std::array<double, kTerms> kTruth{100, -12, 8, 5};
// The mean of |normal| is sqrt(2/pi): an error of this standard deviation, in percent of the intercept, has the mean
// absolute percentage error 1 - accuracy.
const double kDeviationPerError = std::sqrt(std::numbers::pi / 2);

struct Row {
    std::array<double, kTerms> terms;
    double outcome;
};

Row drawRow(RandomStream& random, double deviation)
{
    Row row{{1, random.uniform() - 0.5, random.uniform() - 0.5, random.uniform() - 0.5}, 0};
    for (std::size_t i = 0; i < kTerms; ++i)
        row.outcome += kTruth[i] * row.terms[i];
    row.outcome += deviation * random.normal();
    return row;
}

/// The upper triangle of X'X with X'y as the last column, summed row by row.
using NormalEquations = std::array<std::array<double, kTerms + 1>, kTerms>;

void add(NormalEquations& equations, const Row& row)
{
    for (std::size_t i = 0; i < kTerms; ++i) {
        for (std::size_t j = 0; j < kTerms; ++j)
            equations[i][j] += row.terms[i] * row.terms[j];
        equations[i][kTerms] += row.terms[i] * row.outcome;
    }
}

/// Gauss-Jordan without pivoting: X'X is positive definite and, with centred terms, well conditioned.
std::array<double, kTerms> solve(NormalEquations equations)
{
    for (std::size_t pivot = 0; pivot < kTerms; ++pivot) {
        for (std::size_t row = 0; row < kTerms; ++row) {
            if (row == pivot)
                continue;
            const double factor = equations[row][pivot] / equations[pivot][pivot];
            for (std::size_t column = pivot; column <= kTerms; ++column)
                equations[row][column] -= factor * equations[pivot][column];
        }
    }
    std::array<double, kTerms> solution{};
    for (std::size_t i = 0; i < kTerms; ++i)
        solution[i] = equations[i][kTerms] / equations[i][i];
    return solution;
}

} // namespace

FitQuality fitModel(double accuracy, std::uint64_t seed)
{
    RandomStream random(seed);
    const double deviation = (1 - accuracy) * kTruth[0] * kDeviationPerError;
    NormalEquations equations{};
    for (std::size_t i = 0; i < kTrainingRows; ++i)
        add(equations, drawRow(random, deviation));
    const auto coefficients = solve(equations);

    double absolute = 0, squared = 0, percentage = 0, sum = 0, sumOfSquares = 0;
    for (std::size_t i = 0; i < kHeldOutRows; ++i) {
        const Row row = drawRow(random, deviation);
        double predicted = 0;
        for (std::size_t j = 0; j < kTerms; ++j)
            predicted += coefficients[j] * row.terms[j];
        const double error = row.outcome - predicted;
        absolute += std::abs(error);
        squared += error * error;
        percentage += std::abs(error / row.outcome);
        sum += row.outcome;
        sumOfSquares += row.outcome * row.outcome;
    }
    const double count = kHeldOutRows;
    const double total = sumOfSquares - sum * sum / count;
    return {1 - squared / total, absolute / count, std::sqrt(squared / count), 1 - percentage / count};
}

std::string TrainingQueue::start(std::string model, TimePoint now)
{
    if (m_trainings.size() >= kRemembered && m_trainings.front().state != Training::State::Running)
        m_trainings.pop_front();
    Training training;
    training.id = randomHex(16);
    training.model = std::move(model);
    training.started = now;
    m_trainings.push_back(std::move(training));
    return m_trainings.back().id;
}

std::vector<std::size_t> TrainingQueue::finishDue(TimePoint now)
{
    std::vector<std::size_t> trained;
    for (auto& training : m_trainings)
        if (training.state == Training::State::Running)
            finish(training, now, trained);
    return trained;
}

void TrainingQueue::finish(Training& training, TimePoint now, std::vector<std::size_t>& trained)
{
    const auto model = std::ranges::find(kModels, training.model, &ModelFacts::name);
    if (model == kModels.end()) {
        training.state = Training::State::Failed;
        training.error = fmt::format("unknown model \"{}\"", training.model);
        training.finished = now;
    } else if (now - training.started >= m_duration) {
        training.state = Training::State::Completed;
        training.quality = fitModel(model->accuracy, static_cast<std::uint64_t>(m_random.uniform() * 0x1.0p53));
        training.finished = now;
        trained.push_back(static_cast<std::size_t>(std::distance(kModels.begin(), model)));
    }
}

const Training* TrainingQueue::find(std::string_view id) const
{
    const auto training = std::ranges::find(m_trainings, id, &Training::id);
    return training == m_trainings.end() ? nullptr : &*training;
}

} // namespace qbm::lab
