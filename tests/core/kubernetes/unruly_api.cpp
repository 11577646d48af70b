// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/kubernetes/unruly_api.h"

#include <chrono>

namespace qbm::test {

namespace {

std::string parameter(const std::string& target, const std::string& name)
{
    const std::size_t at = target.find(name + "=");
    if (at == std::string::npos)
        return {};
    const std::size_t begin = at + name.size() + 1;
    return target.substr(begin, target.find('&', begin) - begin);
}

constexpr std::size_t kFewNames = 400;

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
    {
        const std::lock_guard lock(m_mutex);
        if (trouble(12))
            return m_random() % 2 == 0 ? status(429, "TooManyRequests") : status(500, "InternalError");
    }
    const std::string from = parameter(request.target, "resourceVersion");
    return parameter(request.target, "watch") == "true" ? watch(std::stoull(from)) : list(request);
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
        if (version != m_version || trouble(4))
            return status(410, "Expired");
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

Answer UnrulyApi::watch(std::uint64_t from)
{
    ++m_watches;
    Answer answer;
    answer.stream = [this, from](const std::function<bool(std::string_view)>& write) {
        ++m_openWatches;
        stream(from, write);
        --m_openWatches;
    };
    return answer;
}

void UnrulyApi::stream(std::uint64_t from, const std::function<bool(std::string_view)>& write)
{
    std::unique_lock lock(m_mutex);
    while (!m_closing) {
        if (from < m_compacted) {
            const std::string gone = R"({"type":"ERROR","object":)" + status(410, "Expired").body + "}\n";
            lock.unlock();
            write(gone);
            return;
        }
        std::string lines;
        bool cut = trouble(40); // also when nothing happens
        for (const Change& change : m_history) {
            if (change.version <= from || cut)
                continue;
            std::string line = R"({"type":")" + change.type + R"(","object":)" + pod(change.name, change.version) + "}\n";
            if (trouble(60)) {
                line.resize(m_random() % line.size());
                cut = true;
            }
            lines += line;
            from = change.version;
        }
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
