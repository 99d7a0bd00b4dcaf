// Copies with a net for SIGBUS, which is how a mapping tells of an I/O error or of a file that became shorter.
#include "engines/mmap_engine.h"

#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <cstring>
#include <mutex>
#include <utility>

#include "core/file_namespace.h"
#include "core/io_error.h"
#include "engines/blocking_operation.h"

namespace ioproof {
namespace {

thread_local sigjmp_buf busErrorReturn;
thread_local volatile sig_atomic_t copying = 0;

void onBusError(int signal, siginfo_t*, void* context) {
    if (copying != 0) {
        // The jump passes by the return from the handler, which would restore the mask; sanitizers fill it.
        pthread_sigmask(SIG_SETMASK, &static_cast<ucontext_t*>(context)->uc_sigmask, nullptr);
        siglongjmp(busErrorReturn, 1);
    }
    // Not ours: let the default action end the process.
    std::signal(signal, SIG_DFL);
}

void catchBusErrors() {
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction action{};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigaction(SIGBUS, &action, nullptr);
    });
}

/// memcpy that returns false where the mapping has no data to give.
bool copyGuarded(void* to, const void* from, size_t length) {
    if (sigsetjmp(busErrorReturn, 0) != 0) {
        copying = 0;
        return false;
    }
    copying = 1;
    std::memcpy(to, from, length);
    copying = 0;
    return true;
}

}  // namespace

MmapEngine::MmapEngine(const EngineContext& context) : context_(context), finished_(context.queueDepth) {
    catchBusErrors();
    if (context.spec.kind == JobKind::Block) mapFiles();
}

void MmapEngine::mapFiles() {
    const int protection = (context_.spec.readsBack() ? PROT_READ : 0) | (context_.spec.writes() ? PROT_WRITE : 0);
    for (size_t index = 0; index < context_.files.size(); ++index) {
        void* mapping = mmap(nullptr, context_.spec.fileSize, protection, MAP_SHARED, context_.files[index], 0);
        if (mapping == MAP_FAILED) {
            const FileNamespace names(context_.spec.root, context_.spec.fileCount, context_.spec.filesPerDirectory);
            const std::string path = names.path(index);
            throw IoError("MMAP_REFUSED", "mmap of " + path + ": " + errnoName(errno),
                          {.operation = OperationKind::Open,
                           .path = path,
                           .offset = 0,
                           .length = context_.spec.fileSize,
                           .error = errno});
        }
        if (context_.spec.access != Access::Sequential) madvise(mapping, context_.spec.fileSize, MADV_RANDOM);
        mappings_.push_back(static_cast<std::byte*>(mapping));
    }
}

MmapEngine::~MmapEngine() {
    for (auto* mapping : mappings_) munmap(mapping, context_.spec.fileSize);
}

void MmapEngine::run(Chain& chain) {
    for (chain.executed = 0; chain.executed < chain.count;) {
        Operation& operation = chain.operations[chain.executed++];
        operation.startedAt = context_.clock.now();
        operation.result = execute(chain, operation);
        operation.finishedAt = now_ = context_.clock.now();
        if (operation.result < 0) return abandon(chain);
    }
}

int32_t MmapEngine::execute(Chain& chain, Operation& operation) {
    if (context_.spec.kind == JobKind::Block) return executeOnMapping(operation);
    switch (operation.kind) {
        case OperationKind::Read: return readChainFile(descriptorOf(context_, chain, operation), operation);
        // A file of a chain has no length yet when it would be mapped for writing.
        case OperationKind::Write: return -EOPNOTSUPP;
        case OperationKind::Close: chainFiles_.unmap(chain.descriptor); break;
        default: break;
    }
    executeBlocking(context_, chain, operation);
    const bool maps = operation.kind == OperationKind::Open && operation.result >= 0;
    return maps ? chainFiles_.map(chain.descriptor) : operation.result;
}

int32_t MmapEngine::executeOnMapping(const Operation& operation) {
    if (operation.kind == OperationKind::Fsync) return sync(static_cast<uint32_t>(operation.file));
    std::byte* place = mappings_[static_cast<size_t>(operation.file)] + operation.offset;
    const bool copied = operation.kind == OperationKind::Read ? copyGuarded(operation.data, place, operation.length)
                                                              : copyGuarded(place, operation.data, operation.length);
    return copied ? static_cast<int32_t>(operation.length) : -EIO;
}

/// What lies beyond the end of the file is not read, as by read(2).
int32_t MmapEngine::readChainFile(int descriptor, const Operation& operation) {
    if (const int32_t refused = chainFiles_.mapIfNew(descriptor); refused < 0) return refused;
    const auto bytes = chainFiles_.bytesOf(descriptor);
    if (operation.offset >= bytes.size()) return 0;
    const size_t length = std::min<size_t>(operation.length, bytes.size() - operation.offset);
    return copyGuarded(operation.data, bytes.data() + operation.offset, length) ? static_cast<int32_t>(length) : -EIO;
}

void MmapEngine::abandon(Chain& chain) {
    if (chain.descriptor < 0) return;
    chainFiles_.unmap(chain.descriptor);
    abandonDescriptor(chain);
}

void MmapEngine::releasePages() {
    for (auto* mapping : mappings_) madvise(mapping, context_.spec.fileSize, MADV_DONTNEED);
    chainFiles_.releasePages();
}

void MmapEngine::submit(std::span<Chain* const> chains) {
    for (Chain* chain : chains) {
        run(*chain);
        finished_[finishedCount_++] = chain;
    }
}

std::span<Chain* const> MmapEngine::reap(uint32_t /* atLeast */, uint64_t /* deadline */) {
    return {finished_.data(), std::exchange(finishedCount_, 0)};
}

int32_t MmapEngine::sync(uint32_t file) {
    return msync(mappings_[file], context_.spec.fileSize, MS_SYNC) == 0 ? 0 : -errno;
}

}  // namespace ioproof
