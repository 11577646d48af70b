// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme/state.h"
#include "widgets/theme/style.h"

#include <QDialog>
#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qbm::widgets {

/// The frame of every dialog: title as a verb and its object, a sentence, a body, a row of buttons. Shown with open();
/// exec() would nest an event loop and is never used.
class Dialog : public QDialog {
    Q_OBJECT
public:
    explicit Dialog(QWidget* parent = nullptr);

    /// Also the window's title.
    void setHeading(const QString& heading);
    /// One sentence under the heading; empty hides it.
    void setSentence(const QString& sentence);
    /// Where the dialog's own widgets go.
    QVBoxLayout* body() const { return m_body; }
    /// Adds a button at the right, in order; the last Primary or Danger one is the default for Return.
    /// It does nothing by itself: connect clicked() to accept(), reject() or your own.
    QPushButton* addButton(const QString& label, ButtonKind kind = ButtonKind::Default);
    /// Adds a Cancel button (translated, rejects).
    QPushButton* addCancelButton();

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    /// As high as the content asks for at this width.
    void fitToContent();

private:
    void growToContent();
    int wantedHeight() const;
    QLabel* m_heading;
    QLabel* m_sentence;
    QVBoxLayout* m_body;
    QHBoxLayout* m_buttons;
    QPushButton* m_cancel = nullptr;
};

/// A button of a question. `id` is what the answer names.
struct Choice {
    QString id;
    QString label; ///< verb and object: "Delete backup"
    ButtonKind kind = ButtonKind::Default;
};

struct Question {
    QString title; ///< "Delete backup qbm_backup_20261122_020000.dump"
    QString sentence; ///< the consequence
    QString detail; ///< evidence in code type; may be empty
    State state = State::Info;
    QList<Choice> choices; ///< a Cancel is added in front
};

/// Asks and returns at once; `answered` gets the chosen id, or an empty string for Cancel and Esc, on the GUI thread.
/// It is not called if `parent` dies first.
void ask(QWidget* parent, const Question& question, std::function<void(const QString& id)> answered);
/// Tells something that needs no answer but Close.
void tell(QWidget* parent, State state, const QString& title, const QString& sentence, const QString& detail = {});

struct FileRequest {
    enum class Mode { Open, Save, Folder };
    Mode mode = Mode::Open;
    QString title;
    QString folder; ///< where to begin; empty: the last one used
    QString suggestedName; ///< for Save
    QStringList nameFilters; ///< "Backups (*.dump)"
    QString defaultSuffix; ///< for Save, without the dot
};
/// Lets the user choose one file or folder; `chosen` gets an absolute path, or an empty string when cancelled.
void chooseFile(QWidget* parent, const FileRequest& request, std::function<void(const QString& path)> chosen);

/// For tests: answers dialogs before they appear.
class DialogScript {
public:
    /// The next ask() or chooseFile() is answered with this id or path, from the event loop, without a window.
    static void nextAnswer(const QString& idOrPath);
    /// What the last ask() or tell() said.
    static Question lastQuestion();
    /// Answers still waiting; 0 at the end of a good test.
    static qsizetype pending();
    static void clear();
};

} // namespace qbm::widgets
