// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/worker_pool.h"
#include "core/service/services.h"
#include "widgets/feedback/dialog.h"

#include <filesystem>
#include <functional>

class QLabel;

namespace qbm::ui {

class ProfileForm;
class TaskRunner;

/// Creates, edits and tests a profile.
class ConnectionDialog : public widgets::Dialog {
    Q_OBJECT
public:
    /// How a profile is turned into services, to test it with.
    using Connect = std::function<Result<service::Services>(const config::Profile&, TaskContext&)>;

    /// \param file the profile to edit; empty: a new one, saved into the profiles folder. The dialog deletes itself.
    static ConnectionDialog* edit(WorkerPool& pool, QWidget* parent, const std::filesystem::path& file, Connect connect);

    ProfileForm* form() const { return m_form; }

Q_SIGNALS:
    /// The file it was written to.
    void saved(const QString& path);
    void tested();

private:
    ConnectionDialog(WorkerPool& pool, QWidget* parent, std::filesystem::path file, Connect connect);
    void load();
    void test();
    void save();
    void showProblem(const Error& error);

    std::filesystem::path m_file;
    Connect m_connect;
    ProfileForm* m_form;
    QWidget* m_results;
    QPushButton* m_test;
    QPushButton* m_save;
    TaskRunner* m_runner;
};

} // namespace qbm::ui
