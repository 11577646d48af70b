// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kubernetes/list_item.h"

namespace qbm::kubernetes {

bool isTable(const JsonValue& pageOrObject)
{
    return pageOrObject["kind"].view() == "Table" && pageOrObject["apiVersion"].view().starts_with("meta.k8s.io/");
}

std::vector<ListItem> itemsOf(const JsonValue& page)
{
    const bool table = isTable(page);
    std::vector<ListItem> items;
    for (const JsonValue& item : page[table ? "rows" : "items"].items())
        items.push_back(table ? ListItem{item["object"], item["cells"]} : ListItem{item, {}});
    return items;
}

ListItem itemOf(const JsonValue& eventObject)
{
    if (!isTable(eventObject))
        return {eventObject, {}};
    const std::vector<ListItem> rows = itemsOf(eventObject);
    return rows.empty() ? ListItem{} : rows.front();
}

std::string_view resourceVersionOf(const JsonValue& eventObject)
{
    // A Table tells the version of its row beside it; a bookmark's may have no row at all.
    const auto version = eventObject["metadata"]["resourceVersion"].view();
    return version.empty() ? itemOf(eventObject).object["metadata"]["resourceVersion"].view() : version;
}

bool endsInitialEvents(const JsonValue& bookmark)
{
    constexpr std::string_view kAnnotation = "k8s.io/initial-events-end";
    return bookmark["metadata"]["annotations"][kAnnotation].view() == "true"
        || itemOf(bookmark).object["metadata"]["annotations"][kAnnotation].view() == "true";
}

} // namespace qbm::kubernetes
