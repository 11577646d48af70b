// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operation/journal.h"
#include "widgets/feedback/dialog.h"

#include <QPointer>
#include <memory>

class QLabel;
class QLineEdit;

namespace qbm::ui {

struct Connection;
class Session;
class TaskRunner;

/// Ends an unfinished operation by hand: what is there now, what closing means, and the reason it asks for.
class CloseDialog : public widgets::Dialog {
    Q_OBJECT
public:
    /// Opens it; it deletes itself.
    static CloseDialog* propose(Session& session, QWidget* parent, const operation::Record& record);

    QPushButton* closeButton() const { return m_close; }

Q_SIGNALS:
    /// It is closed, in its journal and in the ledger.
    void closed(const qbm::operation::Record& record);

private:
    CloseDialog(Session& session, QWidget* parent, operation::Record record);
    void askWhatIsThere();
    void updateButton();
    void closeOperation();

    QPointer<Session> m_session; ///< the window may leave it while this stands open
    std::shared_ptr<Connection> m_connection;
    operation::Record m_record;
    TaskRunner* m_reader;
    TaskRunner* m_writer;
    QLabel* m_now;
    QLineEdit* m_reason;
    QLabel* m_error;
    QPushButton* m_close;
};

} // namespace qbm::ui
