// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/postgres/host_resolver.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace qbm::postgres {

namespace {

struct Lookup {
    explicit Lookup(std::string name)
        : host(std::move(name))
    {
        hints.ai_socktype = SOCK_STREAM;
        request.ar_name = host.c_str();
        request.ar_request = &hints;
    }
    ~Lookup()
    {
        if (request.ar_result != nullptr)
            freeaddrinfo(request.ar_result);
    }
    Lookup(const Lookup&) = delete;
    Lookup& operator=(const Lookup&) = delete;

    bool finished() const { return gai_error(const_cast<gaicb*>(&request)) != EAI_INPROGRESS; }

    std::string host;
    addrinfo hints{};
    gaicb request{};
};

/// glibc cannot interrupt a lookup that has begun and still writes into its request when it ends, so a lookup nobody
/// waits for any more is kept until then.
void keepUntilFinished(std::unique_ptr<Lookup> lookup)
{
    static std::mutex mutex;
    static auto* const abandoned = new std::vector<std::unique_ptr<Lookup>>; // outlives the lookups, also at exit
    const std::lock_guard lock(mutex);
    std::erase_if(*abandoned, [](const auto& entry) { return entry->finished(); });
    abandoned->push_back(std::move(lookup));
}

bool isNumeric(const std::string& host)
{
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return ::inet_pton(AF_INET, host.c_str(), address.data()) == 1
        || ::inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

std::vector<std::string> addressesOf(const addrinfo* first)
{
    std::vector<std::string> addresses;
    for (const addrinfo* entry = first; entry != nullptr; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
            continue;
        if (std::ranges::find(addresses, text.data()) == addresses.end())
            addresses.emplace_back(text.data());
    }
    return addresses;
}

} // namespace

Result<std::vector<std::string>> resolveHost(
    const std::string& host, std::chrono::milliseconds timeout, TaskContext& context)
{
    constexpr std::chrono::milliseconds kTick{50};
    if (isNumeric(host))
        return std::vector{host};
    auto lookup = std::make_unique<Lookup>(host);
    gaicb* const list[] = {&lookup->request};
    if (const int error = getaddrinfo_a(GAI_NOWAIT, const_cast<gaicb**>(list), 1, nullptr); error != 0)
        return fail(ErrorKind::Exhausted,
            text(QT_TRANSLATE_NOOP("core", "Cannot look up the host %1: %2."), host, gai_strerror(error)));
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (!lookup->finished()) {
        const bool late = std::chrono::steady_clock::now() >= deadline;
        if (late || context.stopRequested()) {
            gai_cancel(&lookup->request);
            keepUntilFinished(std::move(lookup));
            if (!late)
                return fail(cancelledError());
            return fail(ErrorKind::Timeout,
                text(QT_TRANSLATE_NOOP("core", "The name server did not say in time where %1 is."), host));
        }
        const timespec tick{0, std::chrono::nanoseconds(kTick).count()};
        gai_suspend(list, 1, &tick);
    }
    if (const int error = gai_error(&lookup->request); error != 0)
        return fail(ErrorKind::Unreachable,
            text(QT_TRANSLATE_NOOP("core", "The host %1 is unknown; check its name in the profile."), host),
            gai_strerror(error));
    return addressesOf(lookup->request.ar_result);
}

} // namespace qbm::postgres
