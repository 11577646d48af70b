// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lab/kubernetes/validation.h"

#include "app/lab/kubernetes/json_access.h"
#include "app/lab/kubernetes/selector.h"
#include "core/base/json_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace qbm::lab::kubernetes {

using nlohmann::json;

namespace {

constexpr std::size_t kMaxConfigMapBytes = 1u << 20;
constexpr std::string_view kSubdomainRule
    = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
      "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
      "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
constexpr std::string_view kQuantityRule
    = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

std::string inQuotes(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

bool isLabelCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool isSubdomain(std::string_view name)
{
    if (name.empty() || name.size() > 253)
        return false;
    char before = '.';
    for (const char c : name) {
        if (!isLabelCharacter(c) && c != '-' && c != '.')
            return false;
        if ((before == '.' && !isLabelCharacter(c)) || (c == '.' && !isLabelCharacter(before)))
            return false;
        before = c;
    }
    return isLabelCharacter(before);
}

/// RBAC names hold colons and are only path segments.
bool hasSubdomainName(const ResourceType& type)
{
    return type.group != "rbac.authorization.k8s.io" && type.kind != "Event";
}

std::string goMap(const json& map)
{
    std::string entries;
    for (const auto& [key, value] : map.items())
        entries += (entries.empty() ? "" : ", ") + inQuotes(key) + ":" + writeJson(value);
    return "map[string]string{" + entries + "}";
}

std::string_view goTypeOf(const json& value)
{
    return value.is_boolean() ? "bool"
        : value.is_number()   ? "number"
        : value.is_array()    ? "array"
        : value.is_object()   ? "object"
                              : "string";
}

class Faults {
public:
    void add(Cause cause) { m_causes.push_back(std::move(cause)); }
    std::vector<Cause> take() { return std::move(m_causes); }

    void nonNegative(const json& object, const char* key, const std::string& prefix)
    {
        const auto value = intAt(object, {key});
        if (value < 0)
            add(invalidValue(prefix + key, std::to_string(value), "must be greater than or equal to 0"));
    }

    void port(const json& object, const char* key, const std::string& prefix)
    {
        const auto value = intAt(object, {key});
        if (value < 1 || value > 65535)
            add(invalidValue(prefix + key, std::to_string(value), "must be between 1 and 65535, inclusive"));
    }

private:
    std::vector<Cause> m_causes;
};

std::string amountText(const json& quantity)
{
    return quantity.is_string() ? quantity.get<std::string>() : writeJson(quantity);
}

void validateResources(Faults& faults, const json& container, const std::string& field)
{
    const auto& limits = objectAt(container, {"resources", "limits"});
    for (const auto& [name, request] : objectAt(container, {"resources", "requests"}).items()) {
        const auto limit = limits.find(name);
        if (limit == limits.end())
            continue;
        const auto wanted = parseQuantity(amountText(request));
        const auto most = parseQuantity(amountText(*limit));
        if (wanted && most && *wanted > *most)
            faults.add(invalidValue(field + ".resources.requests", inQuotes(amountText(request)),
                "must be less than or equal to " + name + " limit of " + amountText(*limit)));
    }
}

void validateContainers(Faults& faults, const json& podSpec, const std::string& field)
{
    if (arrayAt(podSpec, {"containers"}).empty())
        faults.add(requiredValue(field + ".containers"));
    for (const auto* list : {"initContainers", "containers"}) {
        std::size_t index = 0;
        for (const auto& container : arrayAt(podSpec, {list})) {
            const auto own = field + "." + list + "[" + std::to_string(index++) + "]";
            if (stringAt(container, {"name"}).empty())
                faults.add(requiredValue(own + ".name"));
            if (stringAt(container, {"image"}).empty())
                faults.add(requiredValue(own + ".image"));
            std::size_t portIndex = 0;
            for (const auto& port : arrayAt(container, {"ports"}))
                faults.port(port, "containerPort", own + ".ports[" + std::to_string(portIndex++) + "].");
            validateResources(faults, container, own);
        }
    }
}

void validateWorkload(Faults& faults, const ResourceType& type, const json& document)
{
    const auto& spec = objectAt(document, {"spec"});
    faults.nonNegative(spec, "replicas", "spec.");
    if (type.kind == "Deployment" || type.kind == "ReplicaSet")
        faults.nonNegative(spec, "minReadySeconds", "spec.");
    const auto& labels = objectAt(spec, {"template", "metadata", "labels"});
    const auto selector = LabelSelector::fromSpec(objectAt(spec, {"selector"}));
    if (kubernetes::find(spec, {"selector"}) == nullptr)
        faults.add(requiredValue("spec.selector"));
    else if (selector.empty())
        faults.add(invalidValue("spec.selector",
            "v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}",
            "empty selector is invalid for " + std::string(type.singular)));
    if (!selector.matches(labels) || kubernetes::find(spec, {"selector"}) == nullptr)
        faults.add(invalidValue(
            "spec.template.metadata.labels", goMap(labels), "`selector` does not match template `labels`"));
    validateContainers(faults, objectAt(spec, {"template", "spec"}), "spec.template.spec");
    if (const auto policy = stringAt(spec, {"template", "spec", "restartPolicy"}); policy != "Always")
        faults.add(
            {"FieldValueNotSupported", "Unsupported value: " + inQuotes(policy) + ": supported values: \"Always\"",
                "spec.template.spec.restartPolicy"});
}

void validateService(Faults& faults, const json& document)
{
    std::size_t index = 0;
    for (const auto& port : arrayAt(document, {"spec", "ports"})) {
        const auto field = "spec.ports[" + std::to_string(index++) + "].";
        faults.port(port, "port", field);
        const auto node = intAt(port, {"nodePort"});
        if (node != 0 && (node < 30000 || node > 32767))
            faults.add(invalidValue(field + "nodePort", std::to_string(node),
                "provided port is not in the valid range. The range of valid ports is 30000-32767"));
    }
}

void validateConfigMap(Faults& faults, const json& document)
{
    std::size_t size = 0;
    for (const auto& [key, value] : objectAt(document, {"data"}).items())
        size += key.size() + (value.is_string() ? value.get_ref<const std::string&>().size() : 0);
    if (size > kMaxConfigMapBytes)
        faults.add({"FieldValueTooLong",
            "Too long: may not be more than " + std::to_string(kMaxConfigMapBytes) + " bytes", "[]"});
}

void validateHorizontalPodAutoscaler(Faults& faults, const json& document)
{
    const auto& spec = objectAt(document, {"spec"});
    const auto most = intAt(spec, {"maxReplicas"});
    const auto least = intAt(spec, {"minReplicas"}, 1);
    if (least < 1)
        faults.add(invalidValue("spec.minReplicas", std::to_string(least), "must be greater than or equal to 1"));
    if (most < 1)
        faults.add(invalidValue("spec.maxReplicas", std::to_string(most), "must be greater than 0"));
    else if (most < least)
        faults.add(
            invalidValue("spec.maxReplicas", std::to_string(most), "must be greater than or equal to `minReplicas`"));
}

bool isWorkload(const ResourceType& type)
{
    return type.kind == "Deployment" || type.kind == "ReplicaSet" || type.kind == "StatefulSet"
        || type.kind == "DaemonSet";
}

void validateObject(Faults& faults, const ResourceType& type, const json& document)
{
    const auto name = stringAt(document, {"metadata", "name"});
    if (name.empty())
        faults.add(requiredValue("metadata.name", "name or generateName is required"));
    else if (hasSubdomainName(type) && !isSubdomain(name))
        faults.add(invalidValue("metadata.name", inQuotes(name), kSubdomainRule));
    if (isWorkload(type))
        validateWorkload(faults, type, document);
    else if (type.kind == "Pod")
        validateContainers(faults, objectAt(document, {"spec"}), "spec");
    else if (type.kind == "Service")
        validateService(faults, document);
    else if (type.kind == "ConfigMap")
        validateConfigMap(faults, document);
    else if (type.kind == "HorizontalPodAutoscaler")
        validateHorizontalPodAutoscaler(faults, document);
}

std::string goSelector(const json& selector)
{
    return "v1.LabelSelector{MatchLabels:" + goMap(objectAt(selector, {"matchLabels"}))
        + ", MatchExpressions:[]v1.LabelSelectorRequirement(nil)}";
}

void validateStatefulSetChange(Faults& faults, const json& before, const json& after)
{
    auto left = objectAt(before, {"spec"});
    auto right = objectAt(after, {"spec"});
    for (const auto* mutableField : {"replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
             "persistentVolumeClaimRetentionPolicy", "minReadySeconds"}) {
        left.erase(mutableField);
        right.erase(mutableField);
    }
    if (left != right)
        faults.add(forbiddenValue("spec",
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
            "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"));
}

void validateFinalizers(Faults& faults, const json& before, const json& after)
{
    if (stringAt(before, {"metadata", "deletionTimestamp"}).empty())
        return;
    const auto& had = arrayAt(before, {"metadata", "finalizers"});
    std::string added;
    for (const auto& finalizer : arrayAt(after, {"metadata", "finalizers"}))
        if (std::ranges::find(had, finalizer) == had.end())
            added += (added.empty() ? "" : ", ") + writeJson(finalizer);
    if (added.empty())
        return;
    const auto cause = forbiddenValue("metadata.finalizers",
        "no new finalizers can be added if the object is being deleted, found new finalizers []string{" + added + "}");
    faults.add(cause);
    faults.add(cause); // a real server names it twice: the check runs for metadata and for its update
}

ApiResult<> checkStringMap(const ResourceType& type, const json& document, Path path, std::string_view goField)
{
    const auto* map = kubernetes::find(document, path);
    if (map == nullptr || map->is_null())
        return {};
    const auto refuse = [&](const json& value) {
        return badRequest(type.kind + " in version \"" + type.version + "\" cannot be handled as a " + type.kind
            + ": json: cannot unmarshal " + std::string(goTypeOf(value)) + " into Go struct field "
            + std::string(goField) + " of type string");
    };
    if (!map->is_object())
        return refuse(*map);
    for (const auto& value : *map)
        if (!value.is_string() && !value.is_null())
            return refuse(value);
    return {};
}

ApiResult<> checkQuantities(const ResourceType& type, const json& podSpec)
{
    for (const auto& container : arrayAt(podSpec, {"containers"}))
        for (const auto* part : {"requests", "limits"})
            for (const auto& quantity : objectAt(container, {"resources", part}))
                if (!parseQuantity(amountText(quantity)))
                    return badRequest(type.kind + " in version \"" + type.version + "\" cannot be handled as a "
                        + type.kind + ": " + std::string(kQuantityRule));
    return {};
}

} // namespace

std::optional<double> parseQuantity(std::string_view text)
{
    double number = 0;
    const auto [rest, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc())
        return std::nullopt;
    const std::string_view suffix(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    static constexpr std::array<std::pair<std::string_view, double>, 15> units = {{{"", 1}, {"n", 1e-9}, {"u", 1e-6},
        {"m", 1e-3}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}, {"P", 1e15}, {"E", 1e18}, {"Ki", 1024.0},
        {"Mi", 1048576.0}, {"Gi", 1073741824.0}, {"Ti", 1099511627776.0}, {"Pi", 1125899906842624.0}}};
    for (const auto& [unit, factor] : units)
        if (unit == suffix)
            return number * factor;
    return std::nullopt;
}

ApiResult<> checkDecodable(const ResourceType& type, const json& document)
{
    if (auto result = checkStringMap(type, document, {"metadata", "labels"}, "ObjectMeta.metadata.labels"); !result)
        return result;
    if (auto result = checkStringMap(type, document, {"metadata", "annotations"}, "ObjectMeta.metadata.annotations");
        !result)
        return result;
    if (type.kind == "ConfigMap")
        return checkStringMap(type, document, {"data"}, "ConfigMap.data");
    if (isWorkload(type))
        return checkQuantities(type, objectAt(document, {"spec", "template", "spec"}));
    if (type.kind == "Pod")
        return checkQuantities(type, objectAt(document, {"spec"}));
    return {};
}

std::vector<Cause> validateNew(const ResourceType& type, const json& document)
{
    Faults faults;
    validateObject(faults, type, document);
    const auto about = stringAt(document, {"involvedObject", "namespace"});
    if (type.kind == "Event" && !about.empty() && about != stringAt(document, {"metadata", "namespace"}))
        faults.add(invalidValue("involvedObject.namespace", inQuotes(about), "does not match event.namespace"));
    return faults.take();
}

std::vector<Cause> validateChange(const ResourceType& type, const json& before, const json& after)
{
    Faults faults;
    validateFinalizers(faults, before, after);
    validateObject(faults, type, after);
    const auto& oldSelector = objectAt(before, {"spec", "selector"});
    const auto& newSelector = objectAt(after, {"spec", "selector"});
    if ((type.kind == "Deployment" || type.kind == "ReplicaSet" || type.kind == "DaemonSet")
        && oldSelector != newSelector)
        faults.add(invalidValue("spec.selector", goSelector(newSelector), "field is immutable"));
    if (type.kind == "Job" && objectAt(before, {"spec", "template"}) != objectAt(after, {"spec", "template"}))
        faults.add(invalidValue("spec.template", writeJson(objectAt(after, {"spec", "template"})), "field is immutable"));
    if (type.kind == "StatefulSet")
        validateStatefulSetChange(faults, before, after);
    if (type.kind == "Service" && stringAt(before, {"spec", "clusterIP"}) != stringAt(after, {"spec", "clusterIP"}))
        faults.add(invalidValue("spec.clusterIPs[0]",
            "[]string{" + inQuotes(stringAt(after, {"spec", "clusterIP"})) + "}", "may not change once set"));
    if (boolAt(before, {"immutable"}) && objectAt(before, {"data"}) != objectAt(after, {"data"}))
        faults.add(forbiddenValue("data", "field is immutable when `immutable` is set"));
    return faults.take();
}

} // namespace qbm::lab::kubernetes
