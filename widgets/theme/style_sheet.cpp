// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/icon_files.h"
#include "widgets/theme/style.h"

#include <QHash>
#include <QRegularExpression>

namespace qbm::widgets {

namespace {

/// `$name` stands for a token; everything else is Qt's style sheet language.
constexpr const char* kTemplate = R"(
QToolTip { background: $raised; color: $text; border: 1px solid $borderStrong; padding: 6px 8px; }

QLabel { background: transparent; }
QLabel[tone="secondary"] { color: $textSecondary; }
QLabel[tone="muted"] { color: $textMuted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="danger"] { color: $danger; }
QFrame#qbmSeparator { background: $border; border: none; }

QPushButton { background: $surface; color: $text; border: 1px solid $borderStrong; border-radius: $radiusControl;
  padding: 0px 13px; min-height: $controlInner; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selection; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 0px 12px; min-height: $controlInnerFocus; }
QPushButton:disabled { color: $disabled; border-color: $border; background: $window; }
QPushButton[kind="primary"] { background: $accent; color: $onAccent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { background: $accentHover; border-color: $accentHover; }
QPushButton[kind="primary"]:pressed { background: $accentPressed; border-color: $accentPressed; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="danger"] { background: $danger; color: $onAccent; border: 1px solid $danger; }
QPushButton[kind="danger"]:hover { background: $dangerHover; border-color: $dangerHover; }
QPushButton[kind="danger"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled { background: $sunken; color: $disabled; border-color: $border; }
QPushButton[kind="flat"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 0px 9px; }
QPushButton[kind="flat"]:hover { background: $hover; }
QPushButton[kind="flat"]:pressed { background: $selection; }
QPushButton[kind="flat"]:focus { border: 2px solid $accent; padding: 0px 8px; }
QPushButton[kind="flat"]:disabled { color: $disabled; }
QPushButton::menu-indicator { image: url($arrowDown); width: 10px; height: 10px; subcontrol-origin: padding;
  subcontrol-position: center right; right: 8px; }

QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: $radiusControl; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border: 2px solid $accent; padding: 4px; }
QToolButton:disabled { color: $disabled; }
QToolButton[popupMode="2"] { padding-right: 20px; }
QToolButton::menu-indicator { image: url($arrowDown); width: 10px; height: 10px; subcontrol-origin: padding;
  subcontrol-position: center right; right: 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox { background: $surface; color: $text; border: 1px solid $borderField;
  border-radius: $radiusControl; selection-background-color: $accent; selection-color: $onAccent; }
QLineEdit, QAbstractSpinBox, QComboBox { padding: 0px 8px; min-height: $controlInner; }
QPlainTextEdit, QTextEdit { padding: 6px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $textMuted; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on { border: 2px solid $accent; padding: 0px 7px;
  min-height: $controlInnerFocus; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 5px; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] { border-color: $danger; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $window; color: $disabled; border-color: $border; }
QLineEdit:read-only { background: $window; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; padding: 0px; background: transparent; min-height: 0px; }

QComboBox { padding-right: 24px; }
QComboBox::drop-down { border: none; width: 24px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: url($arrowDown); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $borderStrong; padding: 4px; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0px 8px; border: none; border-radius: $radiusChip; color: $text; }
QComboBox QAbstractItemView::item:hover, QComboBox QAbstractItemView::item:selected { background: $selection; color: $text; }

QAbstractSpinBox { padding-right: 22px; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 22px; border: none; background: transparent; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 22px; border: none; background: transparent; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url($arrowUp); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url($arrowDown); width: 9px; height: 9px; }

QCheckBox, QRadioButton { color: $text; spacing: 8px; background: transparent; min-height: 20px; border: 2px solid transparent; border-radius: $radiusChip; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $borderField; background: $surface; }
QCheckBox::indicator { border-radius: $radiusChip; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url($minus); }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $onAccent; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $border; background: $window; }
QCheckBox::indicator:checked:disabled { background: $borderStrong; border-color: $borderStrong; }

QAbstractItemView { background: $surface; alternate-background-color: $surface; color: $text; border: none; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QListView#qbmRail { background: transparent; }
QTreeView::item, QListView::item { min-height: 28px; padding: 0px 4px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QListView::indicator { width: 14px; height: 14px; border: 1px solid $borderField; border-radius: $radiusChip; background: $surface; }
QListView::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url($arrowRight); padding: 5px; }
QTreeView::branch:has-children:open { image: url($arrowDown); padding: 5px; }
QTableView { gridline-color: $border; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $textSecondary; border: none; border-bottom: 1px solid $border; padding: 0px 4px 0px 12px;
  font-size: $caption; font-weight: 600; }
QHeaderView::section:hover { background: $hover; color: $text; }
QHeaderView::up-arrow { image: url($arrowUp); width: 9px; height: 9px; subcontrol-origin: padding; subcontrol-position: center right; right: 1px; }
QHeaderView::down-arrow { image: url($arrowDown); width: 9px; height: 9px; subcontrol-origin: padding; subcontrol-position: center right; right: 1px; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0px; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0px; border: none; }
QScrollBar::handle { background: $borderStrong; border-radius: 3px; border: none; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px 3px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 3px 2px; }
QScrollBar::handle:hover { background: $textMuted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { background: transparent; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $textSecondary; padding: 0px 12px; min-height: 34px; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $accent; }
QTabBar::tab:disabled { color: $disabled; }

QMenuBar { background: $window; color: $text; border: none; }
QMenuBar::item { padding: 6px 10px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $borderStrong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: $radiusChip; }
QMenu::item:selected { background: $selection; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }
QMenu::indicator:non-exclusive:checked, QMenu::indicator:exclusive:checked { image: url($tick); }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::right-arrow { image: url($arrowRight); width: 9px; height: 9px; margin-right: 6px; }

QProgressBar { background: $sunken; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[state="danger"]::chunk { background: $danger; }
QProgressBar[state="ok"]::chunk { background: $ok; }

QSlider::groove:horizontal { background: $borderStrong; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: $accent; border: 2px solid $surface; width: 14px; height: 14px; margin: -7px 0px; border-radius: 9px; }
QSlider::handle:horizontal:focus { border-color: $text; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QStatusBar { background: $window; color: $textSecondary; border-top: 1px solid $border; }
QStatusBar::item { border: none; }

QGroupBox { background: $surface; border: 1px solid $border; border-radius: $radiusCard; margin-top: 22px; padding: 16px; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; padding: 0px 2px; color: $textSecondary; }
QFrame#qbmCard { background: $surface; border: 1px solid $border; border-radius: $radiusCard; }
QFrame#qbmTableFrame { background: $surface; border: 1px solid $border; border-radius: $radiusCard; }
QFrame#qbmTableFrame[flush="true"] { border: none; }
QFrame#qbmSidePanel { background: $raised; border: none; border-left: 1px solid $borderStrong; }
QFrame#qbmSidePanel[side="bottom"] { border-left: none; border-top: 1px solid $borderStrong; }
QFrame#qbmWell { background: $sunken; border: 1px solid $border; border-radius: $radiusControl; }
QDialog { background: $raised; }
)";

} // namespace

QString styleSheet(const tokens::Colors& colors)
{
    const bool dark = colors.window.lightness() < 128;
    const auto mix = [](const QColor& a, const QColor& b, float part) {
        return QColor::fromRgbF(a.redF() * (1 - part) + b.redF() * part, a.greenF() * (1 - part) + b.greenF() * part,
            a.blueF() * (1 - part) + b.blueF() * part);
    };
    const auto pixel = [](int value) { return QString::number(value) + QStringLiteral("px"); };
    const QHash<QString, QString> values{
        {QStringLiteral("window"), colors.window.name()},
        {QStringLiteral("surface"), colors.surface.name()},
        {QStringLiteral("raised"), colors.raised.name()},
        {QStringLiteral("sunken"), colors.sunken.name()},
        {QStringLiteral("border"), colors.border.name()},
        {QStringLiteral("borderStrong"), colors.borderStrong.name()},
        {QStringLiteral("borderField"), colors.borderField.name()},
        {QStringLiteral("selection"), colors.selection.name()},
        {QStringLiteral("hover"), colors.hover.name()},
        {QStringLiteral("text"), colors.text.name()},
        {QStringLiteral("textSecondary"), colors.textSecondary.name()},
        {QStringLiteral("textMuted"), colors.textMuted.name()},
        {QStringLiteral("disabled"), mix(colors.textMuted, colors.surface, 0.35F).name()},
        {QStringLiteral("accent"), colors.accent.name()},
        {QStringLiteral("accentHover"), mix(colors.accent, colors.text, 0.12F).name()},
        {QStringLiteral("accentPressed"), mix(colors.accent, colors.text, 0.24F).name()},
        {QStringLiteral("onAccent"), colors.onAccent.name()},
        {QStringLiteral("ok"), colors.ok.name()},
        {QStringLiteral("warning"), colors.warning.name()},
        {QStringLiteral("danger"), colors.danger.name()},
        {QStringLiteral("dangerHover"), mix(colors.danger, colors.text, 0.12F).name()},
        {QStringLiteral("radiusCard"), pixel(tokens::kRadiusCard)},
        {QStringLiteral("radiusControl"), pixel(tokens::kRadiusControl)},
        {QStringLiteral("radiusChip"), pixel(tokens::kRadiusChip)},
        {QStringLiteral("controlInner"), pixel(tokens::kControlHeight - 2)},
        {QStringLiteral("controlInnerFocus"), pixel(tokens::kControlHeight - 2 * tokens::kFocusRing)},
        {QStringLiteral("caption"), pixel(tokens::kTypeCaption)},
        {QStringLiteral("arrowDown"), iconFile(QStringLiteral("go-down"), tokens::kIconSmall, dark)},
        {QStringLiteral("arrowUp"), iconFile(QStringLiteral("go-up"), tokens::kIconSmall, dark)},
        {QStringLiteral("arrowRight"), iconFile(QStringLiteral("go-next"), tokens::kIconSmall, dark)},
        {QStringLiteral("tick"), iconFile(QStringLiteral("checkmark"), tokens::kIconSmall, dark)},
        // On the accent fill the ink is the other theme's.
        {QStringLiteral("check"), iconFile(QStringLiteral("checkmark"), tokens::kIconSmall, !dark)},
        {QStringLiteral("minus"), iconFile(QStringLiteral("list-remove"), tokens::kIconSmall, !dark)},
    };
    const QString templ = QString::fromLatin1(kTemplate);
    static const QRegularExpression token(QStringLiteral("\\$([A-Za-z]+)"));
    QString sheet;
    qsizetype from = 0;
    for (auto matches = token.globalMatch(templ); matches.hasNext();) {
        const auto match = matches.next();
        Q_ASSERT_X(values.contains(match.captured(1)), "styleSheet", qPrintable(match.captured(1)));
        sheet += QStringView(templ).mid(from, match.capturedStart() - from);
        sheet += values.value(match.captured(1));
        from = match.capturedEnd();
    }
    sheet += QStringView(templ).mid(from);
    return sheet;
}

QPalette palette(const tokens::Colors& colors)
{
    QPalette p;
    p.setColor(QPalette::Window, colors.window);
    p.setColor(QPalette::WindowText, colors.text);
    p.setColor(QPalette::Base, colors.surface);
    p.setColor(QPalette::AlternateBase, colors.sunken);
    p.setColor(QPalette::ToolTipBase, colors.raised);
    p.setColor(QPalette::ToolTipText, colors.text);
    p.setColor(QPalette::PlaceholderText, colors.textMuted);
    p.setColor(QPalette::Text, colors.text);
    p.setColor(QPalette::Button, colors.surface);
    p.setColor(QPalette::ButtonText, colors.text);
    p.setColor(QPalette::BrightText, colors.danger);
    p.setColor(QPalette::Light, colors.raised);
    p.setColor(QPalette::Midlight, colors.hover);
    p.setColor(QPalette::Mid, colors.border);
    p.setColor(QPalette::Dark, colors.borderStrong);
    p.setColor(QPalette::Shadow, colors.shadow);
    p.setColor(QPalette::Highlight, colors.selection);
    p.setColor(QPalette::HighlightedText, colors.text);
    p.setColor(QPalette::Link, colors.accent);
    p.setColor(QPalette::LinkVisited, colors.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, withAlpha(colors.textMuted, 0.7));
    return p;
}

} // namespace qbm::widgets
