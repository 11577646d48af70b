// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/json.h"

#include <string_view>
#include <vector>

// The forms in which list and watch bring objects: whole, as metadata, or as rows of a Table.
namespace qbm::kubernetes {

/// One thing of a collection as the server sent it; valid as long as its document.
struct ListItem {
    JsonValue object; ///< the object; of a Table's row its metadata alone
    JsonValue cells; ///< of a Table's row; else absent
};

/// Whether a page or an event's object is a Table. A server may ignore that one was asked for.
bool isTable(const JsonValue& pageOrObject);
/// What a page of a listing holds, in the server's order.
std::vector<ListItem> itemsOf(const JsonValue& page);
/// What a watch event is about. An empty Table, as some bookmarks are, gives an absent object.
ListItem itemOf(const JsonValue& eventObject);
/// The version a watch can resume from after this event; empty if it names none.
std::string_view resourceVersionOf(const JsonValue& eventObject);
/// Whether this bookmark ends the initial part of a streamed listing.
bool endsInitialEvents(const JsonValue& bookmark);

} // namespace qbm::kubernetes
