// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/backup/restore/way_back.h"

namespace qbm::backup {

namespace {

constexpr std::chrono::milliseconds kRetryInterval{500};

} // namespace

std::function<Result<>(operation::StepContext&)> withPatience(
    std::chrono::milliseconds patience, std::function<Result<>(operation::StepContext&)> wayBack)
{
    return [patience, wayBack = std::move(wayBack)](operation::StepContext& step) -> Result<> {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        for (;;) {
            auto done = wayBack(step);
            if (done)
                return done;
            const ErrorKind kind = done.error().kind;
            const bool away = kind == ErrorKind::Unreachable || kind == ErrorKind::InDoubt;
            if (!away || std::chrono::steady_clock::now() >= deadline)
                return done;
            step.task().report({0, 0,
                text(QT_TRANSLATE_NOOP("core", "Waiting for what does not answer at the moment: %1"),
                    done.error().message)});
            QBM_CHECK(step.task().sleepFor(kRetryInterval));
        }
    };
}

} // namespace qbm::backup
