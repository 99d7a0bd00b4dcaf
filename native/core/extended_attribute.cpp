// getxattr(2) and setxattr(2).
#include "core/extended_attribute.h"

#include <linux/limits.h>
#include <sys/xattr.h>

#include <cerrno>
#include <cstring>

#include "core/io_error.h"

namespace ioproof {
namespace {

std::string describe(const char* call, const std::string& path, const std::string& name, int error) {
    const char* words = strerrordesc_np(error);
    return std::string(call) + " " + name + " of " + path + ": " + errnoName(error) +
           (words != nullptr ? std::string(" (") + words + ")" : "");
}

}  // namespace

AttributeError::AttributeError(const char* call, const std::string& path, const std::string& name, int error)
    : std::runtime_error(describe(call, path, name, error)), code_(errnoName(error)), error_(error) {}

std::vector<char> extendedAttribute(const std::string& path, const std::string& name) {
    // As much as the kernel gives at all. Asking for the size first would be a race with who changes the value, and the
    // virtual attributes of network file systems change by themselves.
    std::vector<char> value(XATTR_SIZE_MAX);
    const ssize_t size = getxattr(path.c_str(), name.c_str(), value.data(), value.size());
    if (size < 0) throw AttributeError("getxattr", path, name, errno);
    value.resize(static_cast<size_t>(size));
    return value;
}

void setExtendedAttribute(const std::string& path, const std::string& name, std::span<const char> value) {
    if (setxattr(path.c_str(), name.c_str(), value.data(), value.size(), 0) != 0)
        throw AttributeError("setxattr", path, name, errno);
}

}  // namespace ioproof
