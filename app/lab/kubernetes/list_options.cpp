// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/list_options.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/names.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

template <class T>
std::optional<T> parseNumber(const std::string& text)
{
    T value = 0;
    const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || rest != text.data() + text.size())
        return std::nullopt;
    return value;
}

ApiResult<std::int64_t> integerParameter(const HttpRequest& request, const char* name)
{
    const auto text = request.parameter(name);
    if (text.empty())
        return 0;
    if (const auto value = parseNumber<std::int64_t>(text))
        return *value;
    return badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
}

bool isTrue(const std::string& text)
{
    return text == "true" || text == "1" || text == "True";
}

Refusal forbiddenMatch(std::string_view why)
{
    return invalidOptions("ListOptions", {forbiddenValue("resourceVersionMatch", why)});
}

ApiResult<> checkVersionMatch(const ListOptions& options, bool watch)
{
    const auto& match = options.resourceVersionMatch;
    if (options.sendInitialEvents && match != "NotOlderThan")
        return forbiddenMatch("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    if (match.empty() || options.sendInitialEvents)
        return {};
    if (watch)
        return forbiddenMatch("resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
    if (!options.resourceVersion)
        return forbiddenMatch("resourceVersionMatch is forbidden unless resourceVersion is provided");
    if (!options.continueToken.empty())
        return forbiddenMatch("resourceVersionMatch is forbidden when continue is provided");
    if (match != "Exact" && match != "NotOlderThan")
        return invalidOptions("ListOptions",
            {{"FieldValueNotSupported",
                "Unsupported value: \"" + match + "\": supported values: \"Exact\", \"NotOlderThan\"",
                "resourceVersionMatch"}});
    if (match == "Exact" && options.resourceVersion == 0U)
        return forbiddenMatch("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
    return {};
}

} // namespace

ApiResult<std::optional<std::uint64_t>> parseResourceVersion(const std::string& text)
{
    if (text.empty())
        return std::nullopt;
    if (const auto value = parseNumber<std::uint64_t>(text))
        return value;
    return internalError("resourceVersion: Invalid value: \"" + text + "\": strconv.ParseUint: parsing \"" + text
        + "\": invalid syntax");
}

ApiResult<ListOptions> ListOptions::parse(const HttpRequest& request, const ResourceType& type, bool watch)
{
    ListOptions options;
    const auto limit = integerParameter(request, "limit");
    const auto timeout = integerParameter(request, "timeoutSeconds");
    for (const auto* number : {&limit, &timeout})
        if (!*number)
            return Refusal(number->error());
    options.limit = *limit > 0 ? static_cast<std::size_t>(*limit) : 0;
    if (*timeout > 0)
        options.timeout = std::chrono::seconds(*timeout);
    auto labels = LabelSelector::parse(request.parameter("labelSelector"));
    if (!labels)
        return Refusal(std::move(labels).error());
    options.labels = std::move(*labels);
    auto fields = FieldSelector::parse(request.parameter("fieldSelector"), type);
    if (!fields)
        return Refusal(std::move(fields).error());
    options.fields = std::move(*fields);
    options.continueToken = request.parameter("continue");
    options.resourceVersionMatch = request.parameter("resourceVersionMatch");
    options.bookmarks = isTrue(request.parameter("allowWatchBookmarks"));
    options.sendInitialEvents = watch && isTrue(request.parameter("sendInitialEvents"));
    auto version = parseResourceVersion(request.parameter("resourceVersion"));
    if (!version)
        return Refusal(std::move(version).error());
    options.resourceVersion = *version;
    if (auto allowed = checkVersionMatch(options, watch); !allowed)
        return Refusal(std::move(allowed).error());
    return options;
}

bool ListOptions::matches(const StoredObject& object) const
{
    return (labels.empty() || labels.matches(objectAt(object.document(), {"metadata", "labels"})))
        && (fields.empty() || fields.matches(object));
}

std::string ContinueToken::encode() const
{
    // Key order and the slash of consistent tokens are those of a real server: they are opaque, but alike.
    const auto start = writeJson(json((version < 0 ? "" : "/") + startAfter + std::string(1, '\0')));
    return base64Url(R"({"v":"meta.k8s.io/v1","rv":)" + std::to_string(version) + R"(,"start":)" + start + "}");
}

ApiResult<ContinueToken> ContinueToken::decode(const std::string& text)
{
    const auto refuse
        = [](const std::string& why) { return badRequest("invalid continue token: continue key is not valid: " + why); };
    const auto bytes = fromBase64Url(text);
    if (!bytes)
        return refuse("illegal base64 data");
    const auto document = parseJson(*bytes);
    if (!document || !document->is_object()) {
        // As Go's decoder words the first byte it cannot take.
        constexpr std::string_view digits = "0123456789abcdef";
        const auto first = static_cast<unsigned char>(bytes->empty() ? 0 : bytes->front());
        return refuse("invalid character '\\u00" + std::string(1, digits[first >> 4]) + digits[first & 15]
            + "' looking for beginning of value");
    }
    ContinueToken token{intAt(*document, {"rv"}), stringAt(*document, {"start"})};
    if (stringAt(*document, {"v"}) != "meta.k8s.io/v1" || token.version == 0 || token.startAfter.empty())
        return refuse("incorrect encoded start resourceVersion");
    if (token.startAfter.back() == '\0')
        token.startAfter.pop_back();
    if (token.startAfter.starts_with('/'))
        token.startAfter.erase(0, 1);
    return token;
}

} // namespace qbm::lab::kubernetes
