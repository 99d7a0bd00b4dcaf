// Words for errno values and failed calls.
#include "core/io_error.h"

#include <cstring>
#include <utility>

namespace ioproof {

std::string errnoName(int error) {
    const char* name = strerrorname_np(error);
    return name != nullptr ? name : "errno " + std::to_string(error);
}

namespace {

std::string describe(const IoFailure& failure) {
    const std::string reason = failure.error == 0
                                   ? std::string("end of file where data was expected")
                                   : errnoName(failure.error) + " (" + strerrordesc_np(failure.error) + ")";
    std::string text(nameOf(failure.operation));
    text += " of " + failure.path;
    if (failure.length > 0)
        text += " at offset " + std::to_string(failure.offset) + ", " + std::to_string(failure.length) + " bytes";
    return text + ": " + reason;
}

}  // namespace

IoError::IoError(std::string code, const std::string& message, IoFailure failure)
    : std::runtime_error(message), code_(std::move(code)), failure_(std::move(failure)) {}

IoError::IoError(IoFailure failure)
    : std::runtime_error(describe(failure)), code_("IO_ERROR"), failure_(std::move(failure)) {}

}  // namespace ioproof
