// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace qbm::widgets {

/// How every control of the program answers hands, whatever Qt's own is:
/// - the wheel changes only what has the focus, and gives no focus; elsewhere it scrolls what lies behind;
/// - Return presses the button that has the focus, in a dialog too, where Qt would press the default one;
///   a dangerous one wants the space bar.
///
/// Theme::apply() calls it; once is enough.
void installManners(QApplication& application);

} // namespace qbm::widgets
