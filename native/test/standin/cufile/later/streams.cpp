// Asynchronous transfers of the stand-in of cuFile (1.7): done when the stream reaches them.
#include <cerrno>

#include "test/standin/cufile/transfer.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

enum Fixed : unsigned { baseOffsetFixed = 1, fileOffsetFixed = 2, sizeFixed = 4, wholePages = 8 };

/// Where the caller keeps what an operation needs; must stay until it is done.
struct Arguments {
    size_t* bytes;
    off_t* fileOffset;
    off_t* baseOffset;
    ssize_t* done;
};

cufile::Error refusalOfStream(const char* function) {
    const cufile::Error error = refusalWhenOpen(function);
    return error.code == 0 && script().version < 1070 ? failed(5038) : error;
}

void perform(Transfer& transfer, const Arguments& arguments, unsigned flags) {
    const Request& request = transfer.request();
    const size_t bytes = (flags & sizeFixed) != 0 ? request.bytes : *arguments.bytes;
    const off_t fileOffset = (flags & fileOffsetFixed) != 0 ? request.fileOffset : *arguments.fileOffset;
    const off_t baseOffset = (flags & baseOffsetFixed) != 0 ? request.baseOffset : *arguments.baseOffset;
    if ((flags & wholePages) != 0 && ((bytes | static_cast<size_t>(fileOffset | baseOffset)) & 4095) != 0) {
        *arguments.done = -5022;
        return;
    }
    transfer.setPlace(bytes, fileOffset, baseOffset);
    const ssize_t moved = transfer.perform();
    // Nobody can ask for the errno of another thread.
    *arguments.done = moved == -1 && errno != 0 ? -errno : moved;
}

cufile::Error submit(const char* function, bool isWrite, cufile::Handle handle, void* base, const Arguments& arguments,
                     cuda::Stream stream) {
    if (const cufile::Error error = refusalOfStream(function); error.code != 0) return error;
    if (arguments.bytes == nullptr || arguments.fileOffset == nullptr || arguments.baseOffset == nullptr ||
        arguments.done == nullptr) {
        return failed(5022);
    }
    const Request request{isWrite, handle, base, *arguments.bytes, *arguments.fileOffset, *arguments.baseOffset};
    int code = 0;
    const std::shared_ptr<Transfer> transfer = makeTransfer(request, Caller::Stream, code);
    if (!transfer) return failed(code);
    const unsigned flags = flagsOfStream(stream);
    const bool queued = enqueue(stream, [transfer, arguments, flags] { perform(*transfer, arguments, flags); });
    return queued ? fine : failed(5022);
}

}  // namespace

STANDIN_API cufile::Error cuFileReadAsync(cufile::Handle handle, void* base, size_t* bytes, off_t* fileOffset,
                                          off_t* baseOffset, ssize_t* done, cuda::Stream stream) {
    return submit("cuFileReadAsync", false, handle, base, {bytes, fileOffset, baseOffset, done}, stream);
}

STANDIN_API cufile::Error cuFileWriteAsync(cufile::Handle handle, void* base, size_t* bytes, off_t* fileOffset,
                                           off_t* baseOffset, ssize_t* done, cuda::Stream stream) {
    return submit("cuFileWriteAsync", true, handle, base, {bytes, fileOffset, baseOffset, done}, stream);
}

STANDIN_API cufile::Error cuFileStreamRegister(cuda::Stream stream, unsigned flags) {
    if (const cufile::Error error = refusalOfStream("cuFileStreamRegister"); error.code != 0) return error;
    return flags <= 0xF && attachToStream(stream, flags) ? fine : failed(5022);
}

STANDIN_API cufile::Error cuFileStreamDeregister(cuda::Stream stream) {
    if (const cufile::Error error = refusalOfStream("cuFileStreamDeregister"); error.code != 0) return error;
    return detachFromStream(stream) ? fine : failed(5022);
}
