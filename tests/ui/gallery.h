// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace tiebreak::ui::test {

/// A page with every shared widget in its states, on made-up data.
QWidget* makeGallery();

} // namespace tiebreak::ui::test
