// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chart/chart_data.h"

namespace qbm::widgets {

void ChartCrosshair::moveTo(double time)
{
    if (m_active && m_time == time)
        return;
    m_active = true;
    m_time = time;
    Q_EMIT moved();
}

void ChartCrosshair::leave()
{
    if (!m_active)
        return;
    m_active = false;
    Q_EMIT moved();
}

} // namespace qbm::widgets
