// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/text.h"

#include <QCoreApplication>
#include <QString>

namespace qbm::widgets {

/// The one translation context of this library: `Tr::tr("Retry")`.
struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Widgets)
};

/// A sentence of core in the current language (context "core"), its arguments filled in.
QString translated(const qbm::Text& sentence);

/// UTF-8 from core as a QString.
inline QString qstr(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }

} // namespace qbm::widgets
