import { useId } from "react";
import { cn } from "@/lib/cn";

type ChoiceGroupProps<Value extends string> = {
  label: string;
  choices: readonly { value: Value; text: string }[];
  value: Value;
  onChange: (value: Value) => void;
  size?: "default" | "sm";
};

/** A few choices side by side, of which one holds: the browser's own radio buttons, in the look of buttons. */
export function ChoiceGroup<Value extends string>({
  label,
  choices,
  value,
  onChange,
  size = "default",
}: ChoiceGroupProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-wrap gap-2">
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={cn(
            "relative inline-flex items-center rounded-md border border-input/60 bg-card text-sm tabular-nums hover:bg-accent has-focus-visible:ring-2 has-focus-visible:ring-ring has-focus-visible:ring-offset-2 has-focus-visible:ring-offset-background",
            "has-checked:border-primary has-checked:bg-primary-soft has-checked:font-medium has-checked:text-primary-text",
            size === "sm" ? "h-8 px-3" : "h-9 px-3.5",
          )}
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
          />
          {choice.text}
        </label>
      ))}
    </div>
  );
}
