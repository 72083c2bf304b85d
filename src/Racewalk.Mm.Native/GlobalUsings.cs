// What the memory manager runs on in this build: Word is ulong, Flag is bool, Cpu is a processor. The rest of its source is Racewalk.Mm's.
global using Racewalk.Hardware;
global using Flag = bool;
global using ModelArray = Racewalk.Hardware.WordArray;
global using Word = ulong;
