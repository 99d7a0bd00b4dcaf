// dlopen, dlsym and what the loader says of them.
#include "gpu/shared_library.h"

#include <dlfcn.h>
#include <link.h>

#include "core/io_error.h"

namespace ioproof {
namespace {

std::string whereItIs(void* handle, const std::string& name) {
    link_map* map = nullptr;
    if (dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || map == nullptr || map->l_name[0] == '\0') return name;
    return map->l_name;
}

std::string loaderError(const std::string& name) {
    const char* said = dlerror();
    return said != nullptr ? said : name + " cannot be opened";
}

}  // namespace

SharedLibrary::SharedLibrary(const std::vector<std::string>& candidates, const std::string& errorCode,
                             const std::string& hint) {
    std::string reasons;
    for (const auto& candidate : candidates) {
        handle_ = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (handle_ != nullptr) {
            path_ = whereItIs(handle_, candidate);
            return;
        }
        reasons += (reasons.empty() ? "" : "; ") + loaderError(candidate);
    }
    throw JobError(errorCode, reasons + "; " + hint);
}

void* SharedLibrary::symbol(const char* name) const { return dlsym(handle_, name); }

void SharedLibrary::provide(const char* name) { dlopen(name, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE); }

}  // namespace ioproof
