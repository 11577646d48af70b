// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kubernetes/objects.h"

#include <QWidget>

/// What the side panel tells of one object.
namespace qbm::ui {

QWidget* makeDeploymentDetails(const kubernetes::Deployment& deployment);
QWidget* makePodDetails(const kubernetes::Pod& pod);

} // namespace qbm::ui
