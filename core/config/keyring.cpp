// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/keyring.h"
#include "core/config/profile.h"

#include <condition_variable>
#include <libsecret/secret.h>
#include <memory>
#include <mutex>
#include <thread>

namespace qbm::config {

namespace {

/// A person may have to type the keyring's password meanwhile. Where no service runs the call fails by itself, at once.
constexpr std::chrono::seconds kPatience{60};
constexpr const char* kApplication = "qbm-console";

/// Without the schema's name, so that what `secret-tool store application qbm-console item X` stored is found too.
const SecretSchema& schema()
{
    static const SecretSchema schema = [] {
        SecretSchema made{};
        made.name = "org.qbm.Console";
        made.flags = SECRET_SCHEMA_DONT_MATCH_NAME;
        made.attributes[0] = {"application", SECRET_SCHEMA_ATTRIBUTE_STRING};
        made.attributes[1] = {"item", SECRET_SCHEMA_ATTRIBUTE_STRING};
        return made;
    }();
    return schema;
}

struct Unref {
    void operator()(GCancellable* cancellable) const { g_object_unref(cancellable); }
    void operator()(GError* error) const { g_error_free(error); }
};

/// Ends a blocking libsecret call when a stop is requested or patience is over.
class Guard {
public:
    explicit Guard(const std::stop_token& stop)
        : m_cancellable(g_cancellable_new())
        , m_onStop(stop, [this] { g_cancellable_cancel(m_cancellable.get()); })
        , m_timer([this](const std::stop_token& done) { wait(done); })
    {
    }

    GCancellable* cancellable() const { return m_cancellable.get(); }

private:
    void wait(const std::stop_token& done)
    {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        wake.wait_for(lock, done, kPatience, [] { return false; });
        if (!done.stop_requested())
            g_cancellable_cancel(m_cancellable.get());
    }

    std::unique_ptr<GCancellable, Unref> m_cancellable;
    std::stop_callback<std::function<void()>> m_onStop;
    std::jthread m_timer; // last: its thread uses the above
};

Error keyringError(const GError& error, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return cancelledError();
    if (g_error_matches(&error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return {ErrorKind::Timeout, text(QT_TRANSLATE_NOOP("core", "The keyring did not answer within a minute; is it locked?")), {}, {}};
    if (g_error_matches(&error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        return {ErrorKind::Denied, text(QT_TRANSLATE_NOOP("core", "The keyring is locked; unlock it and try again.")), error.message, {}};
    return {ErrorKind::Unsupported,
        text(QT_TRANSLATE_NOOP("core", "No usable keyring service answers here; keep the secret in a file (file:PATH) or in the environment (env:NAME).")),
        error.message, {}};
}

} // namespace

Result<std::optional<Secret>> lookUpInKeyring(const std::string& item, TaskContext& context)
{
    QBM_CHECK(context.checkpoint());
    const Guard guard(context.stopToken());
    GError* raw = nullptr;
    gchar* const found = secret_password_lookup_sync(
        &schema(), guard.cancellable(), &raw, "application", kApplication, "item", item.c_str(), nullptr);
    const std::unique_ptr<GError, Unref> error(raw);
    if (error)
        return fail(keyringError(*error, context.stopToken()));
    if (!found)
        return std::nullopt;
    Secret secret{std::string(found)};
    secret_password_free(found); // wipes it
    return secret;
}

Result<> storeInKeyring(const std::string& item, const Secret& secret)
{
    const Guard guard{std::stop_token()};
    GError* raw = nullptr;
    const std::string label = "QBM Console: " + item;
    secret_password_store_sync(&schema(), SECRET_COLLECTION_DEFAULT, label.c_str(), secret.reveal().c_str(), guard.cancellable(), &raw,
        "application", kApplication, "item", item.c_str(), nullptr);
    const std::unique_ptr<GError, Unref> error(raw);
    if (error)
        return fail(keyringError(*error, {}));
    return {};
}

} // namespace qbm::config
