// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>
#include <vector>

namespace qbm::ui {

class Page;
class Session;

/// A page the window can show.
struct PageEntry {
    QString id; ///< --page, the manual's topic
    const char* title = nullptr; ///< English, in the screens' context: known before the page is made
    QString icon; ///< breeze name
    std::function<Page*(Session&)> make;
};

/// Every page, in the order of the navigation.
std::vector<PageEntry> pageEntries();

} // namespace qbm::ui
