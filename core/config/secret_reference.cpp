// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/profile.h"

#include <algorithm>

namespace qbm::config {

namespace {

using Kind = SecretReference::Kind;

struct Form {
    Kind kind;
    std::string_view prefix;
    bool (*accepts)(std::string_view location);
};

bool isVariable(std::string_view name)
{
    const auto isWord = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !name.empty() && std::ranges::all_of(name, isWord) && !(name.front() >= '0' && name.front() <= '9');
}

bool isGiven(std::string_view location)
{
    return !location.empty();
}

bool isKubeSecret(std::string_view location)
{
    return std::ranges::count(location, '/') == 2 && location.front() != '/' && location.back() != '/'
        && location.find("//") == std::string_view::npos && location.find(' ') == std::string_view::npos;
}

constexpr Form kForms[] = {
    {Kind::Environment, "env:", &isVariable},
    {Kind::File, "file:", &isGiven},
    {Kind::Keyring, "keyring:", &isGiven},
    {Kind::KubeSecret, "kube-secret:", &isKubeSecret},
};

} // namespace

std::string SecretReference::toString() const
{
    if (kind == Kind::PgPass)
        return "pgpass";
    for (const Form& form : kForms) {
        if (form.kind == kind)
            return std::string(form.prefix) + location;
    }
    return {};
}

Result<SecretReference> parseSecretReference(const std::string& text)
{
    if (text.empty())
        return SecretReference{};
    if (text == "pgpass")
        return SecretReference{Kind::PgPass, {}};
    for (const Form& form : kForms) {
        if (!text.starts_with(form.prefix))
            continue;
        if (const std::string location = text.substr(form.prefix.size()); form.accepts(location))
            return SecretReference{form.kind, location};
    }
    // What was given is not shown: it may be the secret itself.
    return fail(ErrorKind::InvalidInput,
        qbm::text(QT_TRANSLATE_NOOP("core", "A secret is given by reference: env:NAME, file:PATH, keyring:ITEM, pgpass or kube-secret:NAMESPACE/NAME/KEY; never the secret itself.")));
}

} // namespace qbm::config
