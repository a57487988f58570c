// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::formats {

/// The two forms in which calls go to a batch service and come back. vLLM's `run_batch` speaks OpenAI's.
enum class BatchService { openai, anthropic };

/// "openai", "anthropic".
[[nodiscard]] std::string to_string(BatchService service);
[[nodiscard]] std::optional<BatchService> batch_service_from_string(const std::string& name);

/// What one file may hold: 50,000 requests and 200 MB (OpenAI), 100,000 and 256 MB (Anthropic); MB of 10⁶
/// bytes, the smaller reading.
struct BatchLimits {
    std::size_t requests = 0;
    std::size_t bytes = 0;
};
[[nodiscard]] BatchLimits batch_limits(BatchService service);

/// One request to go out. `body` is the call's JSON as it would go over the wire.
struct BatchRequest {
    std::string custom_id; ///< at most 64 of letters, digits, '-' and '_'
    std::string url_path;  ///< "/v1/chat/completions"; OpenAI's form only
    std::string body;
};

/// Builds the bytes of request files piece by piece: a line each (OpenAI), or one object with a list
/// (Anthropic).
class BatchFileForm {
public:
    explicit BatchFileForm(BatchService service);

    /// Whether the request fits into the file that is begun. One that is too large for any file throws
    /// domain::Error (usage).
    [[nodiscard]] bool fits(const BatchRequest& request) const;
    /// What to append for it.
    [[nodiscard]] std::string add(const BatchRequest& request);
    /// What ends the file; another may begin.
    [[nodiscard]] std::string finish();
    [[nodiscard]] std::size_t requests() const noexcept { return requests_; }

private:
    [[nodiscard]] std::string entry(const BatchRequest& request) const;

    BatchService service_;
    std::size_t requests_ = 0;
    std::size_t bytes_ = 0;
};

/// One result that came back.
struct BatchResult {
    enum class Kind {
        answered, ///< `status` and `body` are those of a call's reply
        errored,  ///< the service says that this request is wrong or failed: `status`, `body`, `detail`
        expired,  ///< the batch's time ran out before it was asked
        canceled, ///< somebody stopped the batch before it was asked
    };
    std::string custom_id;
    Kind kind = Kind::answered;
    int status = 0;     ///< HTTP; 0 where none is told
    std::string body;   ///< JSON of the reply, or of the error
    std::string detail; ///< for people
};

/// The service whose results these bytes begin, by content; nothing where they are something else.
[[nodiscard]] std::optional<BatchService> detect_batch_results(std::string_view beginning);

/// One line of results in either form. Throws domain::Error (format) with what is wrong with it.
[[nodiscard]] BatchResult read_batch_result(std::string_view line);

} // namespace tiebreak::formats
