// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operation/operation.h"

#include <algorithm>

namespace qbm::operation {

std::string failedReasons(const std::vector<Check>& checks)
{
    std::string out;
    for (const Check& check : checks) {
        if (check.verdict == Verdict::Fail)
            out += check.question.english() + ": " + check.reason.english() + "\n";
    }
    return out;
}

bool mayRun(const std::vector<Check>& checks)
{
    return std::ranges::none_of(checks, [](const Check& check) { return check.verdict == Verdict::Fail; });
}

Confirmation requiredConfirmation(Tier tier)
{
    switch (tier) {
    case Tier::Lab:
    case Tier::Development: return Confirmation::Button;
    case Tier::Staging: return Confirmation::ButtonAfterReading;
    case Tier::Production: return Confirmation::TypeTarget;
    }
    return Confirmation::TypeTarget;
}

Result<Text> Operation::standing(const Values&, TaskContext&)
{
    return Text();
}

void Registry::add(const std::string& kind, Maker maker)
{
    m_makers[kind] = std::move(maker);
}

Result<std::unique_ptr<Operation>> Registry::make(const std::string& kind, const Values& parameters) const
{
    const auto maker = m_makers.find(kind);
    if (maker == m_makers.end())
        return fail(ErrorKind::Unsupported,
            text(QT_TRANSLATE_NOOP("core", "This version does not know operations of the kind %1; use the one that began it."), kind));
    return maker->second(parameters);
}

} // namespace qbm::operation
