// The table from operation kinds to system calls.
#include "engines/blocking_operation.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace ioproof {
namespace {

int32_t outcome(ssize_t value) { return value < 0 ? -errno : static_cast<int32_t>(value); }

int32_t openPath(Chain& chain, int flags) {
    chain.descriptor = open(chain.path, flags, 0644);
    return chain.descriptor < 0 ? -errno : 0;
}

int32_t closeDescriptor(Chain& chain) {
    const int descriptor = chain.descriptor;
    chain.descriptor = -1;
    return outcome(close(descriptor));
}

int32_t statPath(const char* path) {
    struct stat status{};
    return outcome(stat(path, &status));
}

int32_t syncOf(const EngineContext& context, int descriptor) {
    return outcome(context.spec.fsyncDataOnly ? fdatasync(descriptor) : fsync(descriptor));
}

int32_t transfer(int descriptor, const Operation& operation) {
    ssize_t moved;
    const auto offset = static_cast<off_t>(operation.offset);
    do {
        moved = operation.kind == OperationKind::Read ? pread(descriptor, operation.data, operation.length, offset)
                                                      : pwrite(descriptor, operation.data, operation.length, offset);
    } while (moved < 0 && errno == EINTR);
    return outcome(moved);
}

}  // namespace

void executeBlocking(const EngineContext& context, Chain& chain, Operation& operation) {
    switch (operation.kind) {
        case OperationKind::Read:
        case OperationKind::Write:
            operation.result = transfer(descriptorOf(context, chain, operation), operation);
            break;
        case OperationKind::Open: operation.result = openPath(chain, context.openFlags); break;
        case OperationKind::Create: operation.result = openPath(chain, context.openFlags | O_CREAT | O_TRUNC); break;
        case OperationKind::Close: operation.result = closeDescriptor(chain); break;
        case OperationKind::Stat: operation.result = statPath(chain.path); break;
        case OperationKind::Unlink: operation.result = outcome(unlink(chain.path)); break;
        case OperationKind::Fsync: operation.result = syncOf(context, descriptorOf(context, chain, operation)); break;
        case OperationKind::Chain: operation.result = -EINVAL; break;
    }
}

void abandonDescriptor(Chain& chain) {
    if (chain.descriptor >= 0) close(chain.descriptor);
    chain.descriptor = -1;
}

int32_t syncDescriptor(int descriptor) { return outcome(fdatasync(descriptor)); }

}  // namespace ioproof
