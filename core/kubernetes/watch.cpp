// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/transport.h"

namespace qbm::kubernetes {

namespace {

// The parameter is known since 1.27, where it may still be switched off: such servers refuse it. Older ones ignore it.
constexpr int kStreamedListsMajor = 1;
constexpr int kStreamedListsMinor = 27;

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

WatchEnd endOf(const ApiStatus& status, const Text& what)
{
    WatchEnd end;
    // A version from the future: the cluster was restored from a backup, or another server is behind.
    end.expired = status.expired() || status.hasCause("ResourceVersionTooLarge");
    end.retryAfter = status.retryAfter;
    if (!end.expired)
        end.error = toError(status, what, false);
    return end;
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

    void failed(const ApiStatus& status) { m_end = endOf(status, m_what); }

    const WatchHandler& m_handler;
    WatchEnd& m_end;
    const Text& m_what;
    JsonDocument m_document;
    std::string m_partial;
};

} // namespace

bool Client::offersStreamedLists(const Resource& resource, TaskContext& context)
{
    Transport& transport = *m_transport;
    {
        const std::lock_guard lock(transport.streamedListsMutex);
        if (transport.streamedLists)
            return *transport.streamedLists && !transport.withoutStreamedLists.contains(resource.qualifiedName());
    }
    const auto version = fetchVersion(context);
    if (!version && (version.error().retryable() || version.error().kind == ErrorKind::Cancelled))
        return false; // another time it may tell
    const std::lock_guard lock(transport.streamedListsMutex);
    transport.streamedLists = version && version->atLeast(kStreamedListsMajor, kStreamedListsMinor);
    return *transport.streamedLists && !transport.withoutStreamedLists.contains(resource.qualifiedName());
}

void Client::rememberNoStreamedLists(const Resource& resource)
{
    const std::lock_guard lock(m_transport->streamedListsMutex);
    m_transport->withoutStreamedLists.insert(resource.qualifiedName());
}

Result<WatchEnd> Client::watch(
    const CollectionPath& path, const WatchOptions& options, const WatchHandler& handler, TaskContext& context)
{
    std::vector<std::pair<std::string, std::string>> parameters{{"watch", "true"}, {"allowWatchBookmarks", "true"}};
    if (!options.resourceVersion.empty())
        parameters.emplace_back("resourceVersion", options.resourceVersion);
    parameters.emplace_back("timeoutSeconds", std::to_string(options.timeout.count()));
    if (options.sendInitialEvents) {
        parameters.emplace_back("sendInitialEvents", "true");
        parameters.emplace_back("resourceVersionMatch", "NotOlderThan");
    }
    if (!path.labelSelector.empty())
        parameters.emplace_back("labelSelector", path.labelSelector);
    if (!path.fieldSelector.empty())
        parameters.emplace_back("fieldSelector", path.fieldSelector);
    ApiRequest request{.pathAndQuery = path.urlPath() + "?" + net::queryString(parameters),
        .accept = acceptFor(options.representation, false),
        .quick = false,
        .silence = options.silence,
        .what = text(QT_TRANSLATE_NOOP("core", "watch %1"), path.toString())};
    WatchEnd end;
    EventReader reader(handler, end, request.what);
    auto response = m_transport->stream(
        request, handler.onOpen, [&](std::string_view chunk) { return reader.feed(chunk); }, context);
    if (!response)
        return fail(
            std::move(response).error(), text(QT_TRANSLATE_NOOP("core", "Asking the cluster to %1"), request.what));
    if (!response->ok()) {
        end = endOf(parseStatus(*response), request.what);
        end.refused = true;
    }
    return end;
}

} // namespace qbm::kubernetes
