// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QTimer;
class QVBoxLayout;

namespace qbm::widgets {

/// A label above a field, with a hint or an inline message under it.
class FormRow : public QWidget {
    Q_OBJECT
public:
    /// Takes `field` over; the label is its buddy and its accessible name.
    FormRow(const QString& label, QWidget* field, QWidget* parent = nullptr);
    QWidget* field() const { return m_field; }
    void setLabel(const QString& label);
    /// A muted line under the field while there is no message.
    void setHint(const QString& hint);
    /// What is wrong with the field and what is expected; empty: it is fine. Also reaches screen readers.
    void setError(const QString& message);
    bool hasError() const { return !m_error.isEmpty(); }

private:
    void updateNote();
    QLabel* m_label;
    QWidget* m_field;
    QLabel* m_note;
    QString m_hint;
    QString m_error;
};

/// A column of rows.
class Form : public QWidget {
    Q_OBJECT
public:
    explicit Form(QWidget* parent = nullptr);
    FormRow* addRow(const QString& label, QWidget* field);
    void addSection(const QString& title);
    /// Focuses the first field with an error. \return whether there was one
    bool focusFirstError();

private:
    QVBoxLayout* m_column;
    QList<FormRow*> m_rows;
};

/// A search or filter box: magnifier, clear button, Esc clears; searched() 150 ms after the last key.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder = {}, QWidget* parent = nullptr);

Q_SIGNALS:
    void searched(const QString& text);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    bool m_ownPlaceholder;
    QAction* m_magnifier;
    QTimer* m_delay;
};

/// A field for a secret: hidden by default, an eye in the field shows it. Never written to a log or the clipboard by itself.
class SecretField : public QLineEdit {
    Q_OBJECT
public:
    explicit SecretField(QWidget* parent = nullptr);
    ~SecretField() override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QAction* m_eye;
};

/// A reference to a secret, never the secret: a scheme (env, file, keyring, pgpass, kube-secret) and its rest.
class SecretReferenceField : public QWidget {
    Q_OBJECT
public:
    explicit SecretReferenceField(QWidget* parent = nullptr);
    /// "env:QBM_DB_PASSWORD", "kube-secret:NAMESPACE/NAME/KEY", "pgpass"; empty: none.
    QString reference() const;
    void setReference(const QString& reference);
    /// What is wrong with it in words, or empty.
    QString problem() const;

Q_SIGNALS:
    void referenceChanged(const QString& reference);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void updateRest();
    QComboBox* m_scheme;
    QLineEdit* m_rest;
};

} // namespace qbm::widgets
