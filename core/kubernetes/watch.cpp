// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/transport.h"

namespace qbm::kubernetes {

namespace {

// Bookmarks come about once a minute; more silence than this means the connection is dead, and resuming costs nothing.
constexpr std::chrono::seconds kSilence{75};

std::optional<WatchEventType> eventType(std::string_view name)
{
    if (name == "ADDED")
        return WatchEventType::Added;
    if (name == "MODIFIED")
        return WatchEventType::Modified;
    if (name == "DELETED")
        return WatchEventType::Deleted;
    if (name == "BOOKMARK")
        return WatchEventType::Bookmark;
    return std::nullopt;
}

/// Cuts the stream into lines, which do not fall together with chunks, and lines into events.
class EventReader {
public:
    EventReader(const WatchHandler& handler, WatchEnd& end, const Text& what)
        : m_handler(handler)
        , m_end(end)
        , m_what(what)
    {
    }

    /// False ends the stream.
    bool feed(std::string_view chunk)
    {
        while (!chunk.empty()) {
            const std::size_t newline = chunk.find('\n');
            if (newline == std::string_view::npos) {
                m_partial += chunk;
                return true;
            }
            bool goesOn = true;
            if (m_partial.empty()) {
                goesOn = line(chunk.substr(0, newline));
            } else {
                m_partial += chunk.substr(0, newline);
                goesOn = line(m_partial);
                m_partial.clear();
            }
            if (!goesOn)
                return false;
            chunk.remove_prefix(newline + 1);
        }
        return true;
    }

private:
    bool line(std::string_view json)
    {
        if (json.empty())
            return true;
        const auto event = m_document.parse(json);
        if (!event) {
            m_end.error = event.error();
            return false;
        }
        const std::string_view typeName = (*event)["type"].view();
        if (typeName == "ERROR") {
            failed(parseStatus((*event)["object"]));
            return false;
        }
        const auto type = eventType(typeName);
        if (!type) {
            m_end.error = Error{ErrorKind::BadData,
                text(QT_TRANSLATE_NOOP("core", "The cluster sent an unknown event \"%1\" while asked to %2."), typeName,
                    m_what),
                {}, {}};
            return false;
        }
        return m_handler.onEvent(*type, (*event)["object"]);
    }

    void failed(const ApiStatus& status)
    {
        m_end.expired = status.expired();
        m_end.retryAfter = status.retryAfter;
        if (!m_end.expired)
            m_end.error = toError(status, m_what, false);
    }

    const WatchHandler& m_handler;
    WatchEnd& m_end;
    const Text& m_what;
    JsonDocument m_document;
    std::string m_partial;
};

} // namespace

Result<WatchEnd> Client::watch(
    const CollectionPath& path, const WatchOptions& options, const WatchHandler& handler, TaskContext& context)
{
    std::vector<std::pair<std::string, std::string>> parameters{{"watch", "true"}, {"allowWatchBookmarks", "true"},
        {"resourceVersion", options.resourceVersion}, {"timeoutSeconds", std::to_string(options.timeout.count())}};
    if (!path.labelSelector.empty())
        parameters.emplace_back("labelSelector", path.labelSelector);
    if (!path.fieldSelector.empty())
        parameters.emplace_back("fieldSelector", path.fieldSelector);
    ApiRequest request{.pathAndQuery = path.urlPath() + "?" + net::queryString(parameters),
        .accept = acceptFor(options.representation, false),
        .quick = false,
        .silence = kSilence,
        .what = text(QT_TRANSLATE_NOOP("core", "watch %1"), path.toString())};
    WatchEnd end;
    EventReader reader(handler, end, request.what);
    auto response = m_transport->stream(
        request, handler.onOpen, [&](std::string_view chunk) { return reader.feed(chunk); }, context);
    if (!response)
        return fail(
            std::move(response).error(), text(QT_TRANSLATE_NOOP("core", "Asking the cluster to %1"), request.what));
    if (!response->ok()) {
        const ApiStatus status = parseStatus(*response);
        end.expired = status.expired();
        end.retryAfter = status.retryAfter;
        if (!end.expired)
            end.error = toError(status, request.what, false);
    }
    return end;
}

} // namespace qbm::kubernetes
