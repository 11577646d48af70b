// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/kubernetes/unruly_api.h"

#include <algorithm>
#include <chrono>

namespace qbm::test {

namespace {

std::string parameter(const std::string& target, const std::string& name)
{
    std::size_t at = target.find("?" + name + "=");
    if (at == std::string::npos)
        at = target.find("&" + name + "=");
    if (at == std::string::npos)
        return {};
    const std::size_t begin = at + name.size() + 2;
    return target.substr(begin, target.find('&', begin) - begin);
}

constexpr std::size_t kFewNames = 400;
constexpr std::size_t kFewRows = 60; // of a streamed listing are never held back

} // namespace

UnrulyApi::UnrulyApi(unsigned seed) : m_random(seed), m_server([this](const SeenRequest& request) { return answer(request); }) {}

UnrulyApi::~UnrulyApi()
{
    m_closing = true;
    m_changed.notify_all();
}

bool UnrulyApi::trouble(int oneIn)
{
    if (!m_unruly || m_random() % static_cast<unsigned>(oneIn) != 0)
        return false;
    ++m_troubles;
    return true;
}

std::string UnrulyApi::pod(const std::string& name, std::uint64_t version)
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"ns","resourceVersion":")" + std::to_string(version)
        + R"("},"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running"}})";
}

Answer UnrulyApi::status(int code, const std::string& reason)
{
    Answer answer;
    answer.status = code;
    answer.body = R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":"trouble","reason":")" + reason + R"(","code":)"
        + std::to_string(code) + "}";
    if (code == 429)
        answer.headers = {{"Retry-After", "0"}};
    return answer;
}

void UnrulyApi::change()
{
    const std::lock_guard lock(m_mutex);
    const std::string name = "pod-" + std::to_string(m_random() % kFewNames);
    const auto known = m_pods.find(name);
    ++m_version;
    if (known == m_pods.end()) {
        m_pods[name] = m_version;
        m_history.push_back({m_version, "ADDED", name});
    } else if (m_random() % 3 == 0) {
        m_pods.erase(known);
        m_history.push_back({m_version, "DELETED", name});
    } else {
        known->second = m_version;
        m_history.push_back({m_version, "MODIFIED", name});
    }
    m_changed.notify_all();
}

void UnrulyApi::compact()
{
    const std::lock_guard lock(m_mutex);
    m_compacted = m_version;
    m_history.clear();
}

void UnrulyApi::holdLaterPages(bool held)
{
    const std::lock_guard lock(m_mutex);
    m_held = held;
    m_changed.notify_all();
}

std::map<std::string, std::string> UnrulyApi::contents() const
{
    const std::lock_guard lock(m_mutex);
    std::map<std::string, std::string> out;
    for (const auto& [name, version] : m_pods)
        out[name] = std::to_string(version);
    return out;
}

Answer UnrulyApi::answer(const SeenRequest& request)
{
    if (m_denied)
        return status(403, "Forbidden");
    if (m_storm) {
        ++m_refusals;
        return status(429, "TooManyRequests");
    }
    {
        const std::lock_guard lock(m_mutex);
        if (trouble(12))
            return m_random() % 2 == 0 ? status(429, "TooManyRequests") : status(500, "InternalError");
    }
    if (request.target == "/version")
        return Answer{.body = m_streamedLists == StreamedLists::Unknown ? R"({"major":"1","minor":"20","gitVersion":"v1.20.2"})"
                                                                        : R"({"major":"1","minor":"32","gitVersion":"v1.32.13"})"};
    return parameter(request.target, "watch") == "true" ? watch(request) : list(request);
}

/// Pages by name; the token is "VERSION.LASTNAME", and a page is what there is of that version's names now, as long as
/// nothing was changed since: else the token has expired. (A real server keeps old versions; this one is only stricter.)
Answer UnrulyApi::list(const SeenRequest& request)
{
    ++m_lists;
    std::unique_lock lock(m_mutex);
    const std::string token = parameter(request.target, "continue");
    const std::string limitText = parameter(request.target, "limit");
    const std::size_t limit = limitText.empty() ? m_pods.size() + 1 : std::stoul(limitText);
    std::string last;
    std::uint64_t version = m_version;
    if (!token.empty()) {
        m_changed.wait(lock, [&] { return !m_held || m_closing; });
        version = std::stoull(token);
        last = token.substr(token.find('.') + 1);
        if (version != m_version || trouble(4)) {
            ++m_expirations;
            return status(410, "Expired");
        }
    }
    std::string items, next;
    std::size_t count = 0;
    for (auto pod = m_pods.upper_bound(last); pod != m_pods.end(); ++pod, ++count) {
        if (count == limit) {
            next = R"(,"continue":")" + std::to_string(version) + "." + last + "\"";
            break;
        }
        items += (items.empty() ? "" : ",") + UnrulyApi::pod(pod->first, pod->second);
        last = pod->first;
    }
    Answer answer;
    answer.body = R"({"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":")" + std::to_string(version) + "\"" + next + R"(},"items":[)"
        + items + "]}";
    return answer;
}

Answer UnrulyApi::watch(const SeenRequest& request)
{
    ++m_watches;
    const std::string from = parameter(request.target, "resourceVersion");
    const bool listsFirst = parameter(request.target, "sendInitialEvents") == "true";
    if (listsFirst && m_streamedLists == StreamedLists::Refused)
        return status(422, "Invalid");
    Answer answer;
    answer.stream = [this, from, listsFirst](const Write& write) {
        ++m_openWatches;
        const auto start = listsFirst && m_streamedLists == StreamedLists::Offered ? streamListing(write)
            : from.empty()                                                         ? std::optional<std::uint64_t>(0)
                                                                                   : std::stoull(from);
        if (start)
            stream(*start, write);
        --m_openWatches;
    };
    return answer;
}

std::optional<std::uint64_t> UnrulyApi::streamListing(const Write& write)
{
    ++m_streamed;
    std::unique_lock lock(m_mutex);
    const std::uint64_t version = m_version;
    std::size_t sent = 0;
    const auto pods = m_pods; // of that version, however long it takes to send
    for (const auto& [name, podVersion] : pods) {
        std::string line = R"({"type":"ADDED","object":)" + pod(name, podVersion) + "}\n";
        const bool cut = trouble(2'000);
        if (cut)
            line.resize(m_random() % line.size());
        m_changed.wait(lock, [&] { return !m_held || sent < kFewRows || m_closing; });
        ++sent;
        lock.unlock();
        if (!write(line) || cut) {
            m_cuts += cut ? 1 : 0;
            return std::nullopt;
        }
        lock.lock();
    }
    lock.unlock();
    write(R"({"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":")" + std::to_string(version)
        + R"(","annotations":{"k8s.io/initial-events-end":"true"}}}})"
        + "\n");
    return version;
}

/// What changed after `from`, which moves on; with m_mutex held.
std::string UnrulyApi::newLines(std::uint64_t& from, bool& cut, bool cutNow)
{
    std::string lines;
    const auto first = std::ranges::upper_bound(m_history, from, {}, &Change::version);
    for (auto change = first; change != m_history.end() && !cut; ++change) {
        std::string line = R"({"type":")" + change->type + R"(","object":)" + pod(change->name, change->version) + "}\n";
        if (cutNow || trouble(60)) {
            line.resize(m_random() % line.size());
            cut = true;
        }
        lines += line;
        from = change->version;
    }
    return lines;
}

void UnrulyApi::stream(std::uint64_t from, const Write& write)
{
    std::unique_lock lock(m_mutex);
    const int cutOrders = m_cutOrders;
    while (!m_closing) {
        if (from < m_compacted) {
            ++m_expirations;
            const std::string gone = R"({"type":"ERROR","object":)" + status(410, "Expired").body + "}\n";
            lock.unlock();
            write(gone);
            return;
        }
        if (m_frozen) {
            m_changed.wait_for(lock, std::chrono::milliseconds(10));
            continue;
        }
        const bool cutNow = m_cutOrders != cutOrders;
        bool cut = trouble(40); // also when nothing happens
        std::string lines = newLines(from, cut, cutNow);
        cut = cut || cutNow;
        m_cuts += cut ? 1 : 0;
        if (!cut && lines.empty() && m_random() % 8 == 0)
            lines = R"({"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":")" + std::to_string(from) + "\"}}}\n";
        lock.unlock();
        // An empty line keeps asking whether the client is still there.
        if (!write(lines.empty() ? "\n" : lines) || cut)
            return;
        lock.lock();
        m_changed.wait_for(lock, std::chrono::milliseconds(10));
    }
}

} // namespace qbm::test
