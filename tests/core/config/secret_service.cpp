// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/config/secret_service.h"

#include <atomic>
#include <future>
#include <gio/gio.h>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

namespace qbm::test {

namespace {

constexpr const char* kServicePath = "/org/freedesktop/secrets";
constexpr const char* kCollectionPath = "/org/freedesktop/secrets/aliases/default"; // where libsecret looks first
constexpr const char* kSessionPath = "/org/freedesktop/secrets/session/test";

constexpr const char* kInterfaces = R"xml(<node>
 <interface name="org.freedesktop.Secret.Service">
  <method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/><arg type="v" direction="out"/><arg type="o" direction="out"/></method>
  <method name="SearchItems"><arg type="a{ss}" direction="in"/><arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
  <method name="GetSecrets"><arg type="ao" direction="in"/><arg type="o" direction="in"/><arg type="a{o(oayays)}" direction="out"/></method>
  <method name="Unlock"><arg type="ao" direction="in"/><arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
  <method name="ReadAlias"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
 </interface>
 <interface name="org.freedesktop.Secret.Collection">
  <method name="CreateItem"><arg type="a{sv}" direction="in"/><arg type="(oayays)" direction="in"/><arg type="b" direction="in"/><arg type="o" direction="out"/><arg type="o" direction="out"/></method>
 </interface>
</node>)xml";

using Attributes = std::map<std::string, std::string>;

struct Item {
    Attributes attributes;
    std::string secret;
};

Attributes toAttributes(GVariant* dictionary)
{
    Attributes out;
    GVariantIter iterator;
    g_variant_iter_init(&iterator, dictionary);
    const char* key = nullptr;
    const char* value = nullptr;
    while (g_variant_iter_loop(&iterator, "{&s&s}", &key, &value))
        out[key] = value;
    return out;
}

GVariant* toBytes(const std::string& text)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, text.data(), text.size(), 1);
}

} // namespace

class SecretService::Running {
public:
    explicit Running(const std::string& busAddress)
        : m_context(g_main_context_new())
        , m_loop(g_main_loop_new(m_context, FALSE))
    {
        std::promise<bool> ready;
        m_thread = std::thread([this, busAddress, &ready] {
            g_main_context_push_thread_default(m_context);
            const bool connected = connect(busAddress);
            ready.set_value(connected);
            if (connected)
                g_main_loop_run(m_loop);
            g_main_context_pop_thread_default(m_context);
        });
        if (!ready.get_future().get()) {
            m_thread.join();
            throw std::runtime_error("no connection to the D-Bus daemon");
        }
    }

    ~Running()
    {
        g_main_loop_quit(m_loop);
        m_thread.join();
        for (GDBusMethodInvocation* unanswered : m_unanswered)
            g_object_unref(unanswered);
        g_object_unref(m_connection);
        g_dbus_node_info_unref(m_interfaces);
        g_main_loop_unref(m_loop);
        g_main_context_unref(m_context);
    }

    std::atomic<bool> silent = false;

private:
    bool connect(const std::string& busAddress)
    {
        const auto flags = static_cast<GDBusConnectionFlags>(
            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION);
        m_connection = g_dbus_connection_new_for_address_sync(busAddress.c_str(), flags, nullptr, nullptr, nullptr);
        m_interfaces = g_dbus_node_info_new_for_xml(kInterfaces, nullptr);
        if (!m_connection || !m_interfaces)
            return false;
        static const GDBusInterfaceVTable handlers{&Running::onCall, nullptr, nullptr, {}};
        g_dbus_connection_register_object(m_connection, kServicePath, m_interfaces->interfaces[0], &handlers, this, nullptr, nullptr);
        g_dbus_connection_register_object(m_connection, kCollectionPath, m_interfaces->interfaces[1], &handlers, this, nullptr, nullptr);
        GVariant* const owned = g_dbus_connection_call_sync(m_connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
            "org.freedesktop.DBus", "RequestName", g_variant_new("(su)", "org.freedesktop.secrets", 0U), nullptr, G_DBUS_CALL_FLAGS_NONE, 5000,
            nullptr, nullptr);
        if (owned)
            g_variant_unref(owned);
        return owned != nullptr;
    }

    static void onCall(GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar* method, GVariant* parameters,
        GDBusMethodInvocation* invocation, gpointer self)
    {
        static_cast<Running*>(self)->answer(method, parameters, invocation);
    }

    void answer(const std::string& method, GVariant* parameters, GDBusMethodInvocation* invocation)
    {
        if (silent)
            return m_unanswered.push_back(invocation);
        if (method == "OpenSession")
            openSession(parameters, invocation);
        else if (method == "SearchItems")
            searchItems(parameters, invocation);
        else if (method == "GetSecrets")
            getSecrets(parameters, invocation);
        else if (method == "Unlock")
            g_dbus_method_invocation_return_value(invocation, g_variant_new("(@aoo)", g_variant_get_child_value(parameters, 0), "/"));
        else if (method == "ReadAlias")
            g_dbus_method_invocation_return_value(invocation, g_variant_new("(o)", kCollectionPath));
        else
            createItem(parameters, invocation);
    }

    static void openSession(GVariant* parameters, GDBusMethodInvocation* invocation)
    {
        const char* algorithm = nullptr;
        g_variant_get_child(parameters, 0, "&s", &algorithm);
        if (std::string(algorithm) != "plain")
            return g_dbus_method_invocation_return_dbus_error(invocation, "org.freedesktop.DBus.Error.NotSupported", "only plain");
        g_dbus_method_invocation_return_value(invocation, g_variant_new("(vo)", g_variant_new_string(""), kSessionPath));
    }

    void searchItems(GVariant* parameters, GDBusMethodInvocation* invocation)
    {
        GVariant* const dictionary = g_variant_get_child_value(parameters, 0);
        const Attributes wanted = toAttributes(dictionary);
        g_variant_unref(dictionary);
        GVariantBuilder found;
        g_variant_builder_init(&found, G_VARIANT_TYPE("ao"));
        for (const auto& [path, item] : m_items) {
            bool matches = true;
            for (const auto& [key, value] : wanted)
                matches = matches && item.attributes.contains(key) && item.attributes.at(key) == value;
            if (matches)
                g_variant_builder_add(&found, "o", path.c_str());
        }
        g_dbus_method_invocation_return_value(invocation, g_variant_new("(ao@ao)", &found, g_variant_new_array(G_VARIANT_TYPE_OBJECT_PATH, nullptr, 0)));
    }

    void getSecrets(GVariant* parameters, GDBusMethodInvocation* invocation)
    {
        GVariantBuilder secrets;
        g_variant_builder_init(&secrets, G_VARIANT_TYPE("a{o(oayays)}"));
        GVariant* const paths = g_variant_get_child_value(parameters, 0);
        for (gsize i = 0; i < g_variant_n_children(paths); ++i) {
            const char* path = nullptr;
            g_variant_get_child(paths, i, "&o", &path);
            if (const auto item = m_items.find(path); item != m_items.end())
                g_variant_builder_add(&secrets, "{o(o@ay@ays)}", path, kSessionPath, toBytes(""), toBytes(item->second.secret), "text/plain");
        }
        g_variant_unref(paths);
        g_dbus_method_invocation_return_value(invocation, g_variant_new("(a{o(oayays)})", &secrets));
    }

    void createItem(GVariant* parameters, GDBusMethodInvocation* invocation)
    {
        GVariant* const properties = g_variant_get_child_value(parameters, 0);
        GVariant* const dictionary = g_variant_lookup_value(properties, "org.freedesktop.Secret.Item.Attributes", G_VARIANT_TYPE("a{ss}"));
        GVariant* const secret = g_variant_get_child_value(parameters, 1);
        GVariant* const value = g_variant_get_child_value(secret, 2);
        gsize size = 0;
        const auto* const bytes = static_cast<const char*>(g_variant_get_fixed_array(value, &size, 1));
        const Item item{toAttributes(dictionary), std::string(bytes, size)};
        for (GVariant* done : {value, secret, dictionary, properties})
            g_variant_unref(done);
        std::string path;
        for (const auto& [known, other] : m_items)
            path = other.attributes == item.attributes ? known : path;
        if (path.empty())
            path = std::string(kCollectionPath) + "/" + std::to_string(m_items.size());
        m_items[path] = item;
        g_dbus_method_invocation_return_value(invocation, g_variant_new("(oo)", path.c_str(), "/"));
    }

    GMainContext* m_context;
    GMainLoop* m_loop;
    GDBusConnection* m_connection = nullptr;
    GDBusNodeInfo* m_interfaces = nullptr;
    std::map<std::string, Item> m_items;
    std::vector<GDBusMethodInvocation*> m_unanswered;
    std::thread m_thread;
};

SecretService::SecretService(const std::string& busAddress)
    : m_running(std::make_unique<Running>(busAddress))
{
}

SecretService::~SecretService() = default;

void SecretService::fallSilent()
{
    m_running->silent = true;
}

} // namespace qbm::test
