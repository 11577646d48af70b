// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cluster/access_check.h"

namespace qbm::cluster {

using operation::Check;
using operation::Verdict;

Result<std::optional<Text>> denialReason(
    kubernetes::Client& client, const kubernetes::AccessQuestion& question, TaskContext& context)
{
    QBM_TRY(decision, client.reviewAccess(question, context));
    if (decision.allowed)
        return std::optional<Text>();
    // Who we are to the server is worth a call only where it explains a no.
    const auto asked = client.fetchUserName(context);
    const std::string user = asked && *asked ? **asked : client.access().userName;
    if (decision.reason.empty())
        return std::optional(text(QT_TRANSLATE_NOOP("core", "%1: denied to user %2"), question.toString(), user));
    return std::optional(
        text(QT_TRANSLATE_NOOP("core", "%1: denied to user %2 (%3)"), question.toString(), user, decision.reason));
}

Check writableCheck(const kubernetes::Client& client)
{
    const bool readOnly = client.mode() == AccessMode::ReadOnly;
    return {text(QT_TRANSLATE_NOOP("core", "The console may change things")), readOnly ? Verdict::Fail : Verdict::Pass,
        readOnly ? text(QT_TRANSLATE_NOOP("core", "It is open read-only."))
                 : text(QT_TRANSLATE_NOOP("core", "It is not read-only."))};
}

Check accessCheck(kubernetes::Client& client, const kubernetes::AccessQuestion& question, TaskContext& context)
{
    Check check{text(QT_TRANSLATE_NOOP("core", "May %1"), question.toString()), Verdict::Pass,
        text(QT_TRANSLATE_NOOP("core", "Allowed by the cluster's access review."))};
    const auto denial = denialReason(client, question, context);
    if (!denial) {
        check.verdict = Verdict::Fail;
        check.reason = denial.error().message;
    } else if (*denial) {
        check.verdict = Verdict::Fail;
        check.reason = **denial;
    }
    return check;
}

Result<> appendDryRun(std::vector<Check>& checks, const Result<kubernetes::Answer>& tried)
{
    const Text question = text(QT_TRANSLATE_NOOP("core", "The cluster would accept it"));
    if (!tried) {
        if (tried.error().kind == ErrorKind::Cancelled)
            return fail(tried.error());
        checks.push_back({question, Verdict::Fail, tried.error().message});
        return {};
    }
    checks.push_back(
        {question, Verdict::Pass, text(QT_TRANSLATE_NOOP("core", "It tried the very change and threw it away."))});
    for (const std::string& warning : tried->warnings)
        checks.push_back({text(QT_TRANSLATE_NOOP("core", "The cluster has no warning")), Verdict::Warning, warning});
    return {};
}

} // namespace qbm::cluster
