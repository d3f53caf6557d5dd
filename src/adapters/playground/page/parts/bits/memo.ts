import { Component, type ComponentChildren, h, type VNode } from 'preact';

/** The component, drawn again only when one of its properties is another object. */
export function memo<P extends object>(draw: (props: P) => VNode | null): new (props: P) => Component<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const names = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof P>;
      return [...names].some((name) => this.props[name] !== next[name]);
    }

    override render(): ComponentChildren {
      return h(draw as (props: object) => VNode | null, this.props);
    }
  };
}
