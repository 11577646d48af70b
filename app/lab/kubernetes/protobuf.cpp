// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/protobuf.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::string_view kMagic("k8s\0", 4);

/// The length-delimited fields of a message, by number; other wire types are skipped.
class Message {
public:
    static std::optional<Message> parse(std::string_view bytes)
    {
        Message message;
        while (!bytes.empty()) {
            const auto tag = varint(bytes);
            if (!tag)
                return std::nullopt;
            const auto wireType = *tag & 7;
            if (wireType == 0) {
                if (!varint(bytes))
                    return std::nullopt;
            } else if (wireType == 2) {
                const auto size = varint(bytes);
                if (!size || *size > bytes.size())
                    return std::nullopt;
                message.m_fields.emplace_back(*tag >> 3, bytes.substr(0, *size));
                bytes.remove_prefix(*size);
            } else {
                return std::nullopt;
            }
        }
        return message;
    }

    std::string_view bytes(std::uint64_t number) const
    {
        for (const auto& [field, value] : m_fields)
            if (field == number)
                return value;
        return {};
    }
    bool has(std::uint64_t number) const
    {
        for (const auto& entry : m_fields)
            if (entry.first == number)
                return true;
        return false;
    }

private:
    static std::optional<std::uint64_t> varint(std::string_view& bytes)
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0)
                return value;
        }
        return std::nullopt;
    }

    std::vector<std::pair<std::uint64_t, std::string_view>> m_fields;
};

json named(const Message& message, std::initializer_list<std::pair<const char*, std::uint64_t>> fields)
{
    auto object = json::object();
    for (const auto& [name, number] : fields)
        if (const auto value = message.bytes(number); !value.empty())
            object[name] = std::string(value);
    return object;
}

std::optional<json> accessReviewSpec(const Message& spec)
{
    auto result = json::object();
    const auto resource = Message::parse(spec.bytes(1));
    const auto path = Message::parse(spec.bytes(2));
    if (!resource || !path)
        return std::nullopt;
    if (spec.has(1))
        result["resourceAttributes"] = named(*resource,
            {{"namespace", 1}, {"verb", 2}, {"group", 3}, {"version", 4}, {"resource", 5}, {"subresource", 6}, {"name", 7}});
    if (spec.has(2))
        result["nonResourceAttributes"] = named(*path, {{"path", 1}, {"verb", 2}});
    return result;
}

} // namespace

std::optional<json> decodeReview(std::string_view bytes)
{
    if (!bytes.starts_with(kMagic))
        return std::nullopt;
    const auto envelope = Message::parse(bytes.substr(kMagic.size()));
    const auto typeMeta = envelope ? Message::parse(envelope->bytes(1)) : std::nullopt;
    const auto object = envelope ? Message::parse(envelope->bytes(2)) : std::nullopt;
    const auto spec = object ? Message::parse(object->bytes(2)) : std::nullopt;
    if (!typeMeta || !spec)
        return std::nullopt;
    auto document = named(*typeMeta, {{"apiVersion", 1}, {"kind", 2}});
    const auto kind = document.value("kind", std::string());
    if (kind == "SelfSubjectAccessReview") {
        auto decoded = accessReviewSpec(*spec);
        if (!decoded)
            return std::nullopt;
        document["spec"] = std::move(*decoded);
    } else if (kind == "SelfSubjectRulesReview") {
        document["spec"] = named(*spec, {{"namespace", 1}});
    } else if (kind != "SelfSubjectReview") {
        return std::nullopt;
    }
    return document;
}

} // namespace qbm::lab::kubernetes
