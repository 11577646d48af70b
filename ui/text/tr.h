// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/tr.h"

namespace qbm::ui {

/// The one translation context of the screens: `Tr::tr("Back up now")`.
struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Ui)
};

using widgets::qstr;
using widgets::translated;

} // namespace qbm::ui
